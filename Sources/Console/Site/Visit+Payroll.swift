import Casework
import ChangeLog
import Payroll
import Registry
import Synchronization

extension Visit {
    /// Payrolls at the hub.
    func answerPayroll() throws -> WebAnswer {
        let desk = try site.host.payrollDesk()
        switch route {
        case .payrolls:
            let all = try journal.read { try desk.list($0) }
            return page(w(.navigationPayroll), PayrollsPage(context, all).html)
        case .openPayroll: return try openPayroll(desk)
        default: break
        }
        guard let id = record(), try journal.read({ try $0.record("payroll", id) }) != nil else {
            return problem(404)
        }
        switch route {
        case .payroll: return try payroll(desk, id)
        case .payrollStep: return try step(desk, id)
        case .payrollWork: return fragment(PayrollWorkState(context, work(on: id)).html)
        case .payrollHolds: return try holds(desk, id)
        case .payrollComparison: return try comparison(desk, id)
        case .payrollFile: return try paymentFile(desk, id)
        case .payrollRegister: return try register(desk, id)
        default: return try download(desk, id)
        }
    }

    private func payroll(
        _ desk: PayrollDesk, _ id: RecordID, problem text: String? = nil
    ) throws -> WebAnswer {
        let content = try journal.read { view in
            let summary = try desk.summary(id, view)
            let (areas, banks) = try desk.parts(id, view)
            return PayrollPage.Content(
                summary: summary, areas: areas, banks: banks,
                needed: summary.digest.isEmpty ? 2 : try desk.approvalsNeeded(id, view))
        }
        let work = work(on: id)
        return page(
            w(.payroll), status: text == nil ? 200 : 422, isFollowed: work?.isRunning == true,
            PayrollPage(context, content, work: work, problem: text).html)
    }

    /// The work on this payroll, as long as it runs.
    private func work(on id: RecordID) -> LongWork.State? {
        site.payrollWork.current.flatMap {
            $0.isRunning && $0.subject == id.description ? $0 : nil
        }
    }

    private func openPayroll(_ desk: PayrollDesk) throws -> WebAnswer {
        guard let cycle = Cycle(form["cycle"]) else {
            return go(Link(.payrolls), refusing: w(.problemBadDate))
        }
        do {
            let summary = try desk.open(
                programme: form["programme"].isEmpty ? nil : form["programme"], cycle: cycle,
                by: actor)
            return go(Link(.payroll, summary.id.description), saying: w(.stepDone))
        } catch PayrollDeskRefusal.openAlready(_, _, let id) {
            return go(Link(.payroll, id.description), refusing: w(.payrollOpenAlready))
        } catch let refusal as PayrollDeskRefusal {
            return go(Link(.payrolls), refusing: RefusalWords.text(refusal, w))
        }
    }

    // MARK: Steps

    private func step(_ desk: PayrollDesk, _ id: RecordID) throws -> WebAnswer {
        let act = values.count > 1 ? values[1] : ""
        let right: Right = act == "approve" ? .approvePayroll : .makePayroll
        let mayReturn = act == "return" && context.may(.approvePayroll)
        guard context.may(right) || mayReturn else { return problem(403) }
        do {
            switch act {
            case "freeze":
                guard let cutOff = Instant(milliseconds: context.now - 86_400_000) else {
                    return problem(500)
                }
                let includesStale = form["stale"] == "include"
                try long(on: id) { [actor] _ in
                    _ = try desk.freeze(
                        id, cutOff: cutOff, includeStale: includesStale, by: actor)
                }
            case "compute":
                try long(on: id) { [actor] report in
                    _ = try desk.compute(id, by: actor, progress: report)
                }
            case "review": _ = try desk.review(id, by: actor)
            case "approve":
                let summary = try journal.read { try desk.summary(id, $0) }
                let per = try Currency(summary.currency).minorPerUnit
                // Zeros before and groups between do not matter; the number does.
                guard Int64(SearchText.digits(form["total"])) == summary.totalMinor / per else {
                    return try payroll(desk, id, problem: w(.totalDiffers))
                }
                _ = try desk.approve(id, by: actor)
            case "return": _ = try desk.return(id, reason: form.trimmed("reason"), by: actor)
            case "export":
                try long(on: id) { [actor] _ in
                    _ = try desk.export(id, executionDate: nil, by: actor)
                }
            default: return problem(404)
            }
        } catch PayrollWorkRefusal.runsAlready {
            return try payroll(desk, id, problem: w(.workRunsAlready))
        } catch let refusal as PayrollRefusal {
            return try payroll(desk, id, problem: RefusalWords.text(refusal, w))
        } catch let refusal as PayrollDeskRefusal {
            return try payroll(desk, id, problem: RefusalWords.text(refusal, w))
        }
        site.forgetWorld()
        let link = Link(.payroll, id.description)
        if let state = site.payrollWork.current, state.isRunning { return go(link) }
        return go(link, saying: w(.stepDone))
    }

    /// Does a step of a payroll beside the pages. What is short is over with this page; what takes
    /// longer goes on when the page is closed, and the payroll's page shows how far it is.
    ///
    /// - Throws: what the step threw, where it is over.
    private func long(
        on id: RecordID, _ step: @escaping @Sendable (@escaping (Double) -> Void) throws -> Void
    ) throws {
        let work = site.payrollWork
        guard work.begin(by: actor, subject: id.description) else {
            throw PayrollWorkRefusal.runsAlready
        }
        let failure = Failure()
        site.host.runLong { [site, w] in
            do {
                try step { work.report($0) }
                work.end(at: site.now)
            } catch {
                failure.error.withLock { $0 = error }
                work.end(at: site.now, problem: RefusalWords.text(error, w))
            }
            site.forgetWorld()
        }
        _ = work.wait(seconds: 2)
        if let error = failure.error.withLock({ $0 }) { throw error }
    }

    /// What went wrong beside the pages.
    private final class Failure: Sendable {
        let error = Mutex<(any Error)?>(nil)
    }

}

/// Why work on a payroll does not begin.
private enum PayrollWorkRefusal: Error {
    case runsAlready
}
