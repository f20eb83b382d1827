import ChangeLog
import Testing

@Suite struct HybridClockTests {
    @Test func `stamps go forward while the clock stands or goes back`() {
        let time = StandingClock(1000)
        let clock = HybridClock { time.milliseconds }
        var last = clock.tick()
        #expect(last.milliseconds == 1000)
        for now: UInt64 in [1000, 1000, 400, 0, 1001, 5] {
            time.milliseconds = now
            let next = clock.tick()
            #expect(next > last)
            last = next
        }
        time.milliseconds = 2000
        #expect(clock.tick().milliseconds == 2000)
    }

    @Test func `what was observed comes before what is written next`() {
        let clock = HybridClock { 1000 }
        clock.observe(Stamp(rawValue: 1000 << 16 | 500))
        #expect(clock.tick() > Stamp(rawValue: 1000 << 16 | 500))
    }

    @Test func `a stamp from the future does not drag the clock along`() {
        let clock = HybridClock { 1000 }
        clock.observe(Stamp(endOf: 5_000_000))
        #expect(clock.tick().milliseconds <= 1001)
    }

    @Test func `a reopened log goes on behind its last stamp`() {
        let clock = HybridClock { 1000 }
        clock.resume(after: Stamp(endOf: 9000))
        #expect(clock.tick() > Stamp(endOf: 9000))
    }
}
