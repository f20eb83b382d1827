/// Runs what waits for the disk on threads of its own, so that connections are served meanwhile.
package enum Blocking {
    /// More than are let in at once to merge or to be fed: a quick question does not wait for those.
    private static let threads = WorkerThreads(8)

    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await Task(executorPreference: threads) { try work() }.value
    }
}
