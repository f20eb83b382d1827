/// How long a node waits between two rounds with its upstream.
///
/// While rounds succeed it is the interval; each failure in a row doubles it up to the longest
/// wait. A random part keeps hundreds of nodes from knocking at one moment when the hub is back.
public struct Backoff: Sendable, Equatable {
    /// Seconds between two rounds while all is well.
    public var intervalSeconds: Double
    /// The longest wait in seconds, before the random part: half an hour.
    public var longestSeconds: Double
    /// How many rounds failed in a row.
    public private(set) var failures = 0

    public init(intervalSeconds: Double, longestSeconds: Double = 1800) {
        self.intervalSeconds = intervalSeconds
        self.longestSeconds = max(longestSeconds, intervalSeconds)
    }

    public mutating func succeed() { failures = 0 }

    public mutating func fail() { failures = min(failures + 1, 30) }

    /// Seconds to the next round, from four fifths to six fifths of the plain wait.
    ///
    /// - Parameter word: 64 random bits.
    public func delaySeconds(random word: UInt64) -> Double {
        let plain = min(intervalSeconds * Double(UInt64(1) << UInt64(failures)), longestSeconds)
        let part = Double(word >> 11) / Double(UInt64(1) << 53)
        return plain * (0.8 + 0.4 * part)
    }
}
