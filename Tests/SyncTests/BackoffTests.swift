import Sync
import Testing

@Suite struct BackoffTests {
    private func plain(_ backoff: Backoff) -> Double {
        backoff.delaySeconds(random: 1 << 63)
    }

    @Test(arguments: [(0, 60.0), (1, 120.0), (3, 480.0), (5, 1800.0), (1000, 1800.0)])
    func `each failure in a row doubles the wait, up to half an hour`(
        failures: Int, seconds: Double
    ) {
        var backoff = Backoff(intervalSeconds: 60)
        for _ in 0..<failures { backoff.fail() }
        #expect(abs(plain(backoff) - seconds) < 0.001)
    }

    @Test func `a success brings the interval back`() {
        var backoff = Backoff(intervalSeconds: 60)
        backoff.fail()
        backoff.succeed()
        #expect(abs(plain(backoff) - 60) < 0.001)
    }

    @Test(arguments: [0, 1 << 40, UInt64.max])
    func `two nodes hardly ever wait equally long, and never far from the plain wait`(
        word: UInt64
    ) {
        let delay = Backoff(intervalSeconds: 100).delaySeconds(random: word)
        #expect((80...120).contains(delay))
    }
}
