import ChangeLog
import ServiceLifecycle
import Sync
import Trust

/// Syncs with the upstream again and again, and keeps the certificate young.
///
/// After a failure it waits longer each time, with a random part; while the upstream answers,
/// what is written here or comes from below goes up within seconds.
struct SyncLoop: Service {
    let node: Node
    /// Seconds from the end of a round to the next; 0 for only when told.
    let intervalSeconds: Int
    let output: Output

    /// How often it looks whether something was written.
    private static let glanceSeconds = 2.0

    func run() async throws {
        await cancelWhenGracefulShutdown {
            guard intervalSeconds > 0 else {
                // Cancelled is the way to end here.
                while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
                return
            }
            var backoff = Backoff(intervalSeconds: Double(intervalSeconds))
            var lastComplaint = ""
            while !Task.isCancelled {
                if await round(&lastComplaint) { backoff.succeed() } else { backoff.fail() }
                await wait(backoff)
            }
        }
    }

    /// Waits for the next round; a write ends the wait while the upstream is in touch.
    private func wait(_ backoff: Backoff) async {
        let end = ContinuousClock.now + .seconds(backoff.delaySeconds(random: SecureRandom.word()))
        let isOnline = backoff.failures == 0
        let position = isOnline ? journalEnd() : nil
        while !Task.isCancelled {
            let left = end - ContinuousClock.now
            guard left > .zero else { return }
            // Cancelled is one way to end here.
            try? await Task.sleep(for: min(left, .seconds(isOnline ? Self.glanceSeconds : 60)))
            if let position, let now = journalEnd(), now != position { return }
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
