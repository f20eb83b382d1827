import ChangeLog
import ServiceLifecycle
import Sync
import Synchronization
import Trust

/// Syncs with the upstream again and again, and keeps the certificate young.
///
/// After a failure it waits longer each time, with a random part; while the upstream answers,
/// what is written here or comes from below goes up within seconds.
struct SyncLoop: Service {
    let node: Node
    /// Seconds from the end of a round to the next; 0 for only when told: then it only keeps the
    /// certificate young.
    let intervalSeconds: Int
    let output: Output

    /// How often it looks whether something was written, or the upstream is back.
    private static let glanceSeconds = 2.0

    func run() async throws {
        await cancelWhenGracefulShutdown {
            guard intervalSeconds > 0 else {
                await CertificateRenewal(node).renewWhenDue(output)
                return
            }
            var backoff = Backoff(intervalSeconds: Double(intervalSeconds))
            var lastComplaint = ""
            var board = NoticeBoard()
            while !Task.isCancelled {
                if await round(&lastComplaint) { backoff.succeed() } else { backoff.fail() }
                board.look(at: node, output)
                await wait(backoff)
            }
        }
    }

    /// Waits for the next round. A write ends the wait while the upstream is in touch; a round that
    /// somebody else made and that succeeded ends it while it is not.
    private func wait(_ backoff: Backoff) async {
        let end = ContinuousClock.now + .seconds(backoff.delaySeconds(random: SecureRandom.word()))
        let isOnline = backoff.failures == 0
        let position = isOnline ? journalEnd() : nil
        let successes = node.link.state.withLock { $0.successes }
        while !Task.isCancelled {
            let left = end - ContinuousClock.now
            guard left > .zero else { return }
            // Cancelled is one way to end here.
            try? await Task.sleep(for: min(left, .seconds(Self.glanceSeconds)))
            if let position, let now = journalEnd(), now != position { return }
            if !isOnline, node.link.state.withLock({ $0.successes }) != successes { return }
        }
    }

    /// Nil when the database cannot be read now: then the round will say so.
    private func journalEnd() -> Int64? {
        try? node.journal.read { try $0.journalEnd() }
    }

    /// True when the round succeeded, or there is nobody to sync with.
    private func round(_ lastComplaint: inout String) async -> Bool {
        do {
            try await CertificateRenewal(node).renewIfDue(output)
            guard let upstream = try node.settings().upstream, !upstream.url.isEmpty else {
                return true
            }
            let summary = try await node.link.round(Output { _ in })
            if summary.pushedChangesets + summary.receivedRecords + summary.goneRecords > 0 {
                output.message(SyncOutcome(summary).text)
            }
            if !lastComplaint.isEmpty { output.message("In touch with \(summary.upstream) again.") }
            lastComplaint = ""
            return true
        } catch is CancellationError {
            return true
        } catch HTTPSClient.Failure.cancelled {
            return true
        } catch {
            // The same trouble every minute is said once.
            let complaint = Complaint.text(of: error)
            if complaint != lastComplaint { output.message("Sync: \(complaint)") }
            lastComplaint = complaint
            return false
        }
    }
}
