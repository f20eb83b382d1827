import ChangeLog

extension Visit {
    /// Files of households and persons.
    func answerImport() throws -> WebAnswer {
        guard let work = site.host.importFiles else { return problem(404) }
        switch route {
        case .importPage: return importPage()
        case .importState:
            return fragment(ImportState(context, site.importing.current).html)
        case .importRejected:
            guard let name = values.first, let bytes = try work.rejected(name) else {
                return problem(404)
            }
            try AccessLog(journal).note(actor, "import rejected", nil)
            return file(bytes, name: name, type: "text/csv; charset=utf-8")
        default: return try startImport(work)
        }
    }

    private func importPage(problem: String = "") -> WebAnswer {
        let state = site.importing.current
        return page(
            w(.navigationImport), status: problem.isEmpty ? 200 : 422,
            isFollowed: state?.isRunning == true, ImportPage(context, state, problem: problem).html)
    }

    private func startImport(_ work: ImportWork) throws -> WebAnswer {
        let files = form.files.filter { !$0.bytes.isEmpty }.map(\.bytes)
        guard !files.isEmpty else { return importPage(problem: w(.importNoFile)) }
        guard site.importing.begin(by: actor) else {
            return go(Link(.importPage), refusing: w(.workRunsAlready))
        }
        try AccessLog(journal).note(actor, "import", nil)
        site.host.runLong { [site, actor, w] in
            do {
                let result = try work.run(files, actor) { site.importing.report($0) }
                site.importing.end(at: site.now, imported: result)
            } catch {
                site.importing.end(at: site.now, problem: RefusalWords.text(error, w))
            }
            site.forgetWorld()
        }
        _ = site.importing.wait(seconds: 1)
        return go(Link(.importPage))
    }
}
