import Casework
import ChangeLog

extension Visit {
    /// Comparing everybody with everybody: begun here, followed by whoever looks.
    func answerScan() throws -> WebAnswer {
        guard context.status.role == "hub" else { return problem(404) }
        guard route == .startScan else {
            return fragment(ScanState(context, site.scan.current).html)
        }
        guard site.scan.begin(by: actor) else {
            return go(Link(.cases), refusing: w(.compareAlready))
        }
        try AccessLog(journal).note(actor, "duplicate-check", nil)
        site.host.runLong { [site, actor, w] in
            do {
                let outcome = try DuplicateScan(site.journal).run(by: actor) { _, share in
                    site.scan.report(share)
                }
                site.scan.end(at: site.now, count: outcome.opened)
            } catch {
                site.scan.end(at: site.now, problem: RefusalWords.text(error, w))
            }
            site.forgetWorld()
        }
        return go(Link(.cases))
    }
}
