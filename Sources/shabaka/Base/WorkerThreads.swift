import Dispatch
import Foundation
import Synchronization

/// Threads that do nothing but answer pages.
///
/// Dispatch runs as many pieces of work at once as there are cores and notices only after a while
/// that one of them waits for the disk or for another node; somebody at a desk would wait with it.
final class WorkerThreads: TaskExecutor {
    /// More than there are cores: some wait for the disk, and a long search must not keep short
    /// pages waiting.
    static let pages = WorkerThreads(8)
    /// One: a morning's fifty sign-ins must not keep those who work from their pages.
    static let passwords = WorkerThreads(1)

    private let waiting = Mutex<[UnownedJob]>([])
    private let work = DispatchSemaphore(value: 0)

    private init(_ count: Int) {
        for _ in 0..<count {
            Thread.detachNewThread { [self] in serve() }
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        waiting.withLock { $0.append(job) }
        work.signal()
    }

    /// Does one piece of work after the other, as long as the program runs.
    private func serve() -> Never {
        while true {
            work.wait()
            guard let job = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
                continue
            }
            unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
