import Dispatch
import Foundation
import Synchronization

/// Threads for one kind of work and nothing else.
///
/// Dispatch, on which Swift's tasks run, too, works on as many things at once as there are cores, and
/// notices only after a while that one of them waits for the disk or for another node: two nodes that
/// are fed would keep every page waiting for seconds.
package final class WorkerThreads: TaskExecutor {
    private let waiting = Mutex<[UnownedJob]>([])
    private let work = DispatchSemaphore(value: 0)

    /// - Parameter count: how many work at once.
    package init(_ count: Int) {
        for _ in 0..<count {
            Thread.detachNewThread { [self] in serve() }
        }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
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
