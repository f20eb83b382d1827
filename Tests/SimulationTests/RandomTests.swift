import Simulation
import Testing

@Suite struct RandomTests {
    @Test func `one seed gives the same words everywhere`() {
        var random = SplitMix64(seed: 1_234_567)
        let words = (0..<3).map { _ in random.next() }
        #expect(
            words == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }
}
