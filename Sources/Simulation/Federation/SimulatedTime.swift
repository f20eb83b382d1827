import Synchronization

/// The true time of a simulated world; it moves only when the schedule says so.
final class WorldTime: Sendable {
    private let now = Mutex<UInt64>(1_700_000_000_000)

    var milliseconds: UInt64 { now.withLock { $0 } }

    func advance(by milliseconds: UInt64) { now.withLock { $0 += milliseconds } }
}

/// A node's own idea of the time, which may be wrong in the ways in which laptops' clocks are.
final class SimulatedClock: Sendable {
    /// How a clock is wrong.
    enum Skew: Sendable {
        case none
        case offset(Int64)
        case frozen(UInt64)
    }

    private let world: WorldTime
    private let skew = Mutex<Skew>(.none)

    init(_ world: WorldTime) { self.world = world }

    func set(_ new: Skew) { skew.withLock { $0 = new } }

    var milliseconds: UInt64 {
        switch skew.withLock({ $0 }) {
        case .none: world.milliseconds
        case .offset(let offset): UInt64(Int64(world.milliseconds) + offset)
        case .frozen(let moment): moment
        }
    }
}

/// A node's random words, drawn from the schedule's seed.
final class SeededEntropy: Sendable {
    private let random: Mutex<SplitMix64>

    init(seed: UInt64) { random = Mutex(SplitMix64(seed: seed)) }

    func word() -> UInt64 { random.withLock { $0.next() } }
}
