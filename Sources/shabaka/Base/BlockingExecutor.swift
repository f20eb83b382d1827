import Dispatch

/// Threads for work that waits for the disk or computes for long, so that the few threads of the
/// cooperative pool stay free for connections.
final class BlockingExecutor: TaskExecutor {
    static let shared = BlockingExecutor(
        DispatchQueue(label: "shabaka.blocking", attributes: .concurrent))
    /// One piece of work after the other, so that those who wait take no threads from the others.
    static let passwords = BlockingExecutor(DispatchQueue(label: "shabaka.passwords"))

    private let queue: DispatchQueue

    private init(_ queue: DispatchQueue) {
        self.queue = queue
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }
}
