import Casework
import ServiceLifecycle
import Sync

/// Keeps the index of people up with the journal while nobody searches: after an import or a sync
/// round there may be much to read.
struct PeopleIndexLoop: Service {
    let node: Node
    let output: Output

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let isDone = await step()
                // Cancelled is the way to end here.
                try? await Task.sleep(for: .milliseconds(isDone ? 2_000 : 5))
            }
        }
    }

    private func step() async -> Bool {
        do {
            return try await Task(executorPreference: WorkerThreads.background) { [node] in
                try PeopleIndex(node.journal).follow(rows: 100)
            }.value
        } catch {
            output.message("The index of people waits: \(Complaint.text(of: error))")
            return true
        }
    }
}
