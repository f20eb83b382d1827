import Listener
import Sync
import Testing

/// Who is let in when many come at once.
@Suite struct TurnstileTests {
    @Test func `so many are inside, so many wait in their order, the next is told to come again`()
        async throws
    {
        let door = Turnstile(most: 1, mostWaiting: 2)
        let (held, hold) = AsyncStream.makeStream(of: Void.self)
        let (passed, pass) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await door.pass { for await _ in held {} } }
            while door.load.inside == 0 { await Task.yield() }
            for number in 1...2 {
                group.addTask {
                    try await door.pass { _ = pass.yield(number) }
                }
                while door.load.waiting < number { await Task.yield() }
            }
            await #expect(throws: SyncRefusal.busy) { try await door.pass {} }
            hold.finish()
            try await group.waitForAll()
        }
        pass.finish()
        #expect(await passed.reduce(into: []) { $0.append($1) } == [1, 2])
        #expect(door.load.inside == 0)
        #expect(try await door.pass { 7 } == 7)
    }

    @Test func `whoever fails inside leaves his place`() async throws {
        let door = Turnstile(most: 1, mostWaiting: 0)
        await #expect(throws: SyncRefusal.diskFull) {
            try await door.pass { throw SyncRefusal.diskFull }
        }
        #expect(door.load.inside == 0)
    }
}
