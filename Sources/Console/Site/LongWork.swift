import Dispatch
import Synchronization

/// Work that takes longer than a page: one at a time, seen by everybody, whoever began it. It goes
/// on when pages are closed; when the node stops it ends, and what it had written stays.
final class LongWork: Sendable {
    /// How far it is, or how it ended.
    struct State: Sendable {
        var by: String
        /// 0 to 1.
        var share = 0.0
        /// Milliseconds since 1970; nil while it runs.
        var ended: Int64?
        /// What it made.
        var count = 0
        /// Why it failed; nil when it did not.
        var problem: String?
        /// What it is about: a payroll, a step of it.
        var subject = ""
        /// What an import did.
        var imported: ImportWork.Result?

        var isRunning: Bool { ended == nil }
    }

    private let state = Mutex<State?>(nil)
    private let finished = DispatchSemaphore(value: 0)

    var current: State? { state.withLock { $0 } }

    /// Takes the place of the one who works.
    ///
    /// - Returns: false when something runs already.
    func begin(by actor: String, subject: String = "") -> Bool {
        state.withLock { state in
            if let state, state.isRunning { return false }
            state = State(by: actor, subject: subject)
            return true
        }
    }

    func report(_ share: Double) {
        state.withLock { $0?.share = min(1, max(0, share)) }
    }

    func end(
        at now: Int64, count: Int = 0, problem: String? = nil, imported: ImportWork.Result? = nil
    ) {
        state.withLock { state in
            state?.ended = now
            state?.count = count
            state?.problem = problem
            state?.imported = imported
        }
        finished.signal()
    }

    /// Waits a little, so that short work is over with the page that began it.
    ///
    /// - Returns: how it stands then.
    func wait(seconds: Double) -> State? {
        let end = DispatchTime.now() + seconds
        // Ends that nobody waited for are told, too: so it is looked again each time.
        while current?.isRunning == true, finished.wait(timeout: end) == .success {}
        return current
    }
}
