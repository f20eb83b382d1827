import ServiceLifecycle
import Sync

/// Syncs with the upstream again and again, and keeps the certificate young.
struct SyncLoop: Service {
    let node: Node
    /// Seconds from the end of a round to the next; 0 for only when told.
    let intervalSeconds: Int
    let output: Output

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var lastComplaint = ""
            while !Task.isCancelled {
                if intervalSeconds > 0 { await round(&lastComplaint) }
                // Cancelled is the way to end here.
                try? await Task.sleep(for: .seconds(intervalSeconds > 0 ? intervalSeconds : 3600))
            }
        }
    }

    private func round(_ lastComplaint: inout String) async {
        do {
            try await CertificateRenewal(node).renewIfDue(output)
            guard try node.settings().upstream != nil else { return }
            let summary = try await node.link.round(Output { _ in })
            if summary.pushedChangesets + summary.receivedRecords + summary.goneRecords > 0 {
                output.message(SyncOutcome(summary).text)
            }
            if !lastComplaint.isEmpty { output.message("In touch with \(summary.upstream) again.") }
            lastComplaint = ""
        } catch is CancellationError {
            return
        } catch HTTPSClient.Failure.cancelled {
            return
        } catch {
            // The same trouble every minute is said once.
            let complaint = Complaint.text(of: error)
            if complaint != lastComplaint { output.message("Sync: \(complaint)") }
            lastComplaint = complaint
        }
    }
}
