import Dispatch

/// Threads for work that waits for the disk or computes for long, so that the few threads of the
/// cooperative pool stay free for connections.
final class BlockingExecutor: TaskExecutor {
    static let shared = BlockingExecutor(
        DispatchQueue(label: "shabaka.blocking", attributes: .concurrent))

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
