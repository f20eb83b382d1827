import Sync
import Synchronization

/// Lets a few calls in at a time, keeps a few waiting in the order in which they came, and tells
/// the others that the node is busy.
///
/// A node merges one frame after the other, whoever sends it. When fifteen provinces bring their
/// first load in one hour, each call that waits holds a frame in memory and makes its sender doubt
/// whether anybody is there; a quick “busy” costs neither, and the sender comes again.
final class Turnstile: Sendable {
    private struct State {
        var inside = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let most: Int
    private let mostWaiting: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - most: how many may be inside at once.
    ///   - mostWaiting: how many may wait for one of them to leave.
    init(most: Int, mostWaiting: Int) {
        self.most = most
        self.mostWaiting = mostWaiting
    }

    /// Does the work when it is its turn.
    ///
    /// - Throws: `SyncRefusal.busy` at once when too many wait already, and what the work throws.
    func pass<Value: Sendable>(
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await work()
    }

    private func enter() async throws {
        let isFull = state.withLock { state in
            state.inside >= most && state.waiting.count >= mostWaiting
        }
        if isFull { throw SyncRefusal.busy }
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.inside >= most else {
                    state.inside += 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// Whoever waits longest takes the place.
    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.inside -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
