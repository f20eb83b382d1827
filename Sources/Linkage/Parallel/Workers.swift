import Dispatch
import Synchronization

/// Shares work out among processors so that its result does not depend on how many there are.
///
/// Work is cut into chunks by its content, never by the number of threads; the results come back
/// in the order of the chunks.
struct Workers: Sendable {
    /// How many threads work at the same time.
    let count: Int

    /// - Parameter count: at least 1; nil for as many as the machine has processors.
    init(_ count: Int? = nil) {
        self.count = max(1, count ?? Processors.count)
    }

    /// Runs `body` once a chunk.
    ///
    /// - Parameters:
    ///   - state: made once a thread and handed to each of its chunks: caches, and sums in which
    ///     the order does not matter.
    /// - Returns: the results in the order of the chunks, and the states in any order.
    func map<State: Sendable, Result: Sendable>(
        chunks: Int, state: @Sendable () -> State,
        body: @Sendable (inout State, Int) -> Result
    ) -> (results: [Result], states: [State]) {
        let threads = min(count, chunks)
        guard threads > 1 else {
            var own = state()
            var results: [Result] = []
            results.reserveCapacity(chunks)
            for chunk in 0..<chunks { results.append(body(&own, chunk)) }
            return (results, [own])
        }
        let next = Atomic<Int>(0)
        let gathered = Mutex<(results: [Result?], states: [State])>(
            (Array(repeating: nil, count: chunks), []))
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            var own = state()
            while true {
                let chunk = next.add(1, ordering: .relaxed).oldValue
                if chunk >= chunks { break }
                let result = body(&own, chunk)
                gathered.withLock { $0.results[chunk] = result }
            }
            let last = own
            gathered.withLock { $0.states.append(last) }
        }
        return gathered.withLock { ($0.results.compactMap { $0 }, $0.states) }
    }

    /// Runs `body` once a chunk, where threads need nothing of their own.
    func map<Result: Sendable>(
        chunks: Int, body: @Sendable (Int) -> Result
    ) -> [Result] {
        map(chunks: chunks, state: { 0 }, body: { _, chunk in body(chunk) }).results
    }

    /// Cuts `0..<count` into stretches of about `size`, the same on every machine.
    static func stretches(_ count: Int, of size: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
    }
}
