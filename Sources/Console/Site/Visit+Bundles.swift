import ChangeLog

extension Visit {
    /// Files that go from node to node by hand.
    func answerBundles() throws -> WebAnswer {
        guard let work = site.host.bundles else { return problem(404) }
        switch route {
        case .makeBundle: return try makeBundle(work)
        case .takeBundle: return try takeBundle(work)
        default: return page(w(.bundles), BundlesPage(context).html)
        }
    }

    private func makeBundle(_ work: BundleWork) throws -> WebAnswer {
        let node = form.trimmed("node")
        guard BundlesPage.partners(context.status).contains(node) else { return problem(404) }
        do {
            let bytes = try work.make(node)
            try AccessLog(journal).note(actor, "bundle for \(node)", nil)
            return file(
                bytes, name: "\(journal.identity.name)-\(node).bundle",
                type: "application/octet-stream")
        } catch {
            return page(
                w(.bundles), status: 422,
                BundlesPage(context, problem: RefusalWords.text(error, w)).html)
        }
    }

    private func takeBundle(_ work: BundleWork) throws -> WebAnswer {
        guard let bytes = form.files.first(where: { !$0.bytes.isEmpty })?.bytes else {
            return page(
                w(.bundles), status: 422, BundlesPage(context, problem: w(.bundleNoFile)).html)
        }
        do {
            let taken = try work.take(bytes)
            try AccessLog(journal).note(actor, "bundle from \(taken.sender)", nil)
            site.forgetWorld()
            switch taken.fate {
            case .taken:
                return go(
                    Link(.bundles),
                    saying: w(
                        .bundleTaken, taken.sender, w.number(taken.changes),
                        w.number(taken.records)))
            case .old: return go(Link(.bundles), saying: w(.bundleOld, taken.sender))
            case .incomplete:
                return go(Link(.bundles), refusing: w(.bundleIncomplete, taken.sender))
            case .forked: return go(Link(.bundles), refusing: w(.bundleForked, taken.sender))
            }
        } catch {
            return page(
                w(.bundles), status: 422,
                BundlesPage(context, problem: RefusalWords.text(error, w)).html)
        }
    }
}
