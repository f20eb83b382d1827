import Sync
import Synchronization

/// Lets a few calls in at a time, keeps a few waiting in the order in which they came, and tells
/// the others that the node is busy.
///
/// A node merges one frame after the other, whoever sends it. When fifteen provinces bring their
/// first load in one hour, each call that waits holds a frame in memory and makes its sender doubt
/// whether anybody is there; a quick “busy” costs neither, and the sender comes again.
package final class Turnstile: Sendable {
    private struct State {
        var inside = 0
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    private let most: Int
    private let mostWaiting: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - most: how many may be inside at once.
    ///   - mostWaiting: how many may wait for one of them to leave.
    package init(most: Int, mostWaiting: Int) {
        self.most = most
        self.mostWaiting = mostWaiting
    }

    /// Does the work when it is its turn.
    ///
    /// - Throws: `SyncRefusal.busy` at once when too many wait already, and what the work throws.
    package func pass<Value: Sendable>(
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await work()
    }

    /// How many are inside, and how many wait.
    package var load: (inside: Int, waiting: Int) {
        state.withLock { ($0.inside, $0.waiting.count) }
    }

    private func enter() async throws {
        let isLetIn = await withCheckedContinuation { continuation in
            let isLetIn = state.withLock { state -> Bool? in
                if state.inside < most {
                    state.inside += 1
                    return true
                }
                guard state.waiting.count < mostWaiting else { return false }
                state.waiting.append(continuation)
                return nil
            }
            if let isLetIn { continuation.resume(returning: isLetIn) }
        }
        guard isLetIn else { throw SyncRefusal.busy }
    }

    /// Whoever waits longest takes the place.
    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.inside -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume(returning: true)
    }
}
