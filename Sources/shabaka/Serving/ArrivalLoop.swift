import Casework
import ChangeLog
import ServiceLifecycle

/// Compares those who came or changed with the nation while nobody scans, at the hub.
///
/// A round with a node below looks at the first of them before it answers, so that the node learns
/// of its cases in the same round; what a large push leaves, this loop does.
struct ArrivalLoop: Service {
    let node: Node
    let output: Output

    /// How many persons a round looks at before it answers: a fraction of a second.
    static let inRound = 100
    private static let atOnce = 200

    func run() async throws {
        guard node.role == .hub else {
            try await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let isDone = await Task(executorPreference: BlockingExecutor.shared) {
                    Self.look(node, output, atMost: Self.atOnce)
                }.value
                // Cancelled is the way to end here.
                try? await Task.sleep(for: .milliseconds(isDone ? 2_000 : 50))
            }
        }
    }

    /// Looks once. True where nothing waits, or nobody can look now.
    @discardableResult
    static func look(
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
