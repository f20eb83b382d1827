import Dispatch

/// Runs what waits for the disk on threads of its own, so that connections are served meanwhile.
package enum Blocking {
    private static let queue = DispatchQueue(
        label: "shabaka.sync-server", attributes: .concurrent)

    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(with: Result { try work() })
            }
        }
    }
}
