import Synchronization

/// A hybrid logical time: 48 bits of milliseconds since 1970 in UTC, then 16 bits that count what
/// happened within one millisecond.
///
/// Source: Kulkarni, Demirbas et al., “Logical Physical Clocks and Consistent Snapshots in Globally
/// Distributed Databases”, 2014.
public struct Stamp: Hashable, Comparable, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The last stamp of a millisecond.
    public init(endOf milliseconds: UInt64) {
        rawValue = milliseconds << 16 | 0xFFFF
    }

    /// Milliseconds since 1970 in UTC.
    public var milliseconds: UInt64 { rawValue >> 16 }

    public static func < (left: Stamp, right: Stamp) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Gives stamps that never go back, whatever the machine's clock does.
public final class HybridClock: Sendable {
    private let last = Mutex<UInt64>(0)
    private let now: @Sendable () -> UInt64

    /// - Parameter now: the machine's clock in milliseconds since 1970.
    public init(now: @escaping @Sendable () -> UInt64) {
        self.now = now
    }

    /// The machine's clock, in milliseconds since 1970.
    public var milliseconds: UInt64 { now() }

    /// The next stamp: later than every one given or observed before.
    public func tick() -> Stamp {
        last.withLock { last in
            last = max(now() << 16, last + 1)
            return Stamp(rawValue: last)
        }
    }

    /// Takes note of a stamp that somebody else gave; its effective time, so that a clock that runs
    /// ahead somewhere does not drag others with it.
    public func observe(_ stamp: Stamp) {
        last.withLock { last in
            guard stamp.rawValue > last else { return }
            last = max(last, min(stamp.rawValue, now() << 16 | 0xFFFF))
        }
    }

    /// The last stamp that was given or observed.
    var latest: Stamp { Stamp(rawValue: last.withLock { $0 }) }

    /// Takes up where the own log ended when the database was opened.
    public func resume(after stamp: Stamp) {
        last.withLock { $0 = max($0, stamp.rawValue) }
    }
}
