import Casework
import ChangeLog
import Registry

extension Visit {
    /// Overview and nodes.
    func answerNetwork() throws -> WebAnswer {
        switch route {
        case .overview:
            return page(w(.navigationOverview), OverviewPage(context, try overview()).html)
        case .overviewData: return try overviewData()
        case .brokenRules: return try brokenRules()
        case .nodes:
            return page(
                w(.navigationNodes), NodesPage(context, setAside: try setAsideCount()).html)
        case .setAside:
            let entries = try journal.read { try SetAsideList($0).entries() }
            return page(w(.setAside), SetAsidePage(context, entries).html)
        case .settleSetAside: return try settleSetAside()
        case .configuration: return try configuration()
        case .startSync:
            site.host.startSync?()
            site.forgetWorld()
            return go(Link(.statusPage), saying: w(.syncStarted))
        case .giveToken: return try giveToken()
        default: return try node()
        }
    }

    private func setAsideCount() throws -> Int {
        try journal.read { try SetAsideList($0).openCount() }
    }

    /// Merges what was set aside after all, or leaves it unmerged for good.
    private func settleSetAside() throws -> WebAnswer {
        guard values.count > 1,
            let found = try journal.read({ try SetAsideList($0).find(values[0], values[1]) })
        else { return problem(404) }
        let reason = String(form.trimmed("reason").prefix(400))
        guard !reason.isEmpty else { return go(Link(.setAside), refusing: w(.problemMissing)) }
        let isReleased = form["answer"] == "release"
        guard isReleased || form["answer"] == "reject" else { return problem(400) }
        do {
            let author = author("quarantine", reason)
            _ = try journal.write { session in
                isReleased
                    ? try session.release(found.version, by: author)
                    : try session.reject(found.version, by: author)
            }
        } catch {
            return go(Link(.setAside), refusing: RefusalWords.text(error, w))
        }
        site.forgetWorld()
        return go(
            Link(.setAside), saying: w(isReleased ? .setAsideReleased : .setAsideRejected))
    }

    private func configuration() throws -> WebAnswer {
        guard let read = site.host.configuration else { return problem(404) }
        let programmes = try journal.read { try ProgrammeLine.all($0) }
        return page(
            w(.configuration), ConfigurationPage(context, try read(), programmes).html)
    }

    private func overview() throws -> Overview {
        try journal.read { try Overview($0, labels: context.labels, today: context.today) }
    }

    /// Rules over several rows that are broken.
    private func brokenRules() throws -> WebAnswer {
        let (rules, count) = try journal.read { view in
            let broken = BrokenRules(view)
            return (
                try broken.list(offset: offset, limit: BrokenRulesPage.perPage),
                try broken.count()
            )
        }
        try AccessLog(journal).note(actor, "broken rules", nil)
        return page(
            w(.brokenRules),
            BrokenRulesPage(context, rules, count: count, offset: offset).html)
    }

    /// The numbers behind a chart, for a spreadsheet.
    private func overviewData() throws -> WebAnswer {
        let overview = try overview()
        var csv = CSVText()
        switch values.first {
        case "provinces":
            csv.row(["code", "province", "families", "persons", "open duplicates"])
            for place in overview.provinces {
                csv.row([
                    place.code, context.area(place.code), "\(place.households)",
                    "\(place.persons)", "\(place.openDuplicates)",
                ])
            }
        case "categories":
            csv.row(["category", "label", "families"])
            for (code, count) in overview.categories {
                csv.row([code, context.label("household_category", code), "\(count)"])
            }
        case "registrations":
            csv.row(["week from", "families"])
            for (week, count) in overview.registrations { csv.row([week.description, "\(count)"]) }
        case "duplicates":
            csv.row(["week from", "opened", "decided"])
            for (week, opened, decided) in overview.duplicates {
                csv.row([week.description, "\(opened)", "\(decided)"])
            }
        case "holds":
            csv.row(["reason", "label", "enrolments"])
            for (code, count) in overview.holds {
                csv.row([code, context.label("hold_reason", code), "\(count)"])
            }
        default: return problem(404)
        }
        return file(csv.bytes, name: "\(values[0]).csv", type: "text/csv; charset=utf-8")
    }

    private func giveToken() throws -> WebAnswer {
        let name = form.trimmed("node")
        let areas = form["areas"].split { ", ".contains($0) }.map(String.init)
        let letters = name.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-")
        }
        guard letters, (1...40).contains(name.count) else {
            return go(Link(.nodes), refusing: w(.badNodeName))
        }
        do {
            let text = try site.host.giveToken(name, areas.isEmpty ? [name] : areas)
            try AccessLog(journal).note(actor, "token for \(name)", nil)
            return page(
                w(.navigationNodes),
                NodesPage(context, setAside: try setAsideCount(), token: (name, text)).html)
        } catch {
            return go(Link(.nodes), refusing: RefusalWords.text(error, w))
        }
    }

    private func node() throws -> WebAnswer {
        guard let name = values.first,
            let peer = context.status.peers.first(where: { $0.name == name })
        else { return problem(404) }
        guard route == .revokeNode else {
            return page(name, NodePage(context, peer).html)
        }
        let reason = form.trimmed("reason")
        guard form.trimmed("typed") == name, !reason.isEmpty else {
            return page(
                name, status: 422, NodePage(context, peer, problem: w(.typedNameDiffers)).html)
        }
        do {
            try site.host.revoke(name, reason, actor)
        } catch {
            return page(
                name, status: 422,
                NodePage(context, peer, problem: RefusalWords.text(error, w)).html)
        }
        site.forgetWorld()
        return go(Link(.nodes), saying: w(.nodeRevoked, name))
    }
}
