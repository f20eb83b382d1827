import Casework
import ServiceLifecycle
import Sync
import Synchronization

/// Compares those who came or changed at the hub with the nation while nobody scans.
///
/// A round with a node below looks at them before it answers, so that the node learns of its cases in
/// the same round; what a large push leaves, and what is written at the hub itself, this loop does.
struct ArrivalLoop: Service {
    let node: Node
    let output: Output

    /// So long a round looks at those who came before it answers: a thousand persons.
    private static let secondsInRound = 3.0
    /// Held by the round that looks.
    private static let looking = Mutex(())
    private static let atOnce = 200

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let isDone = await Task(executorPreference: WorkerThreads.background) {
                    Self.look(node, output, atMost: Self.atOnce)
                }.value
                // Cancelled is the way to end here.
                try? await Task.sleep(for: .milliseconds(isDone ? 2_000 : 50))
            }
        }
    }

    /// Looks until nothing waits, or the round must go on. One round at a time: when many push
    /// their first loads at once, the others go on without, and hear of their cases a round later.
    static func lookInRound(_ node: Node, _ output: Output) {
        looking.withLockIfAvailable { _ in
            let end = ContinuousClock.now + .seconds(secondsInRound)
            while ContinuousClock.now < end {
                if look(node, output, atMost: atOnce, isBrief: true) { return }
            }
        }
    }

    /// Looks once. True where nothing waits, or nobody can look now.
    private static func look(
        _ node: Node, _ output: Output, atMost most: Int, isBrief: Bool = false
    ) -> Bool {
        do {
            let found = try node.desk.takeArrivals(atMost: most, isBrief: isBrief)
            guard let arrivals = found else { return true }
            if arrivals.isLeftToScan {
                output.message(
                    "So much came that it is not compared one by one. Run “duplicates scan”.")
            }
            if arrivals.opened + arrivals.withdrawn > 0 {
                output.message(
                    "Duplicates: \(arrivals.opened) cases opened, \(arrivals.withdrawn) "
                        + "withdrawn among \(arrivals.checked) persons who came or changed.")
            }
            return arrivals.isDone
        } catch {
            output.message("Those who came are not compared yet. \(Complaint.text(of: error))")
            return true
        }
    }
}
