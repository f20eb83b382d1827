import Foundation

/// What a piece of work has cost: time on the clock, time of the processor, memory.
struct Measured: Encodable, Sendable {
    /// Seconds on the clock.
    var seconds: Double
    /// Seconds of the processor, over all threads.
    var cpuSeconds: Double
    /// The most memory that the process ever held, in MB (10⁶ bytes).
    var peakMegabytes: Double

    /// Measures a piece of work.
    static func of<Value>(_ work: () throws -> Value) rethrows -> (Value, Measured) {
        let clock = ContinuousClock.now
        let before = usage().cpuSeconds
        let value = try work()
        let after = usage()
        return (
            value,
            Measured(
                seconds: (ContinuousClock.now - clock) / .seconds(1),
                cpuSeconds: after.cpuSeconds - before, peakMegabytes: after.peakMegabytes)
        )
    }

    /// Seconds of the processor that this process has used, over all threads.
    static var cpuSeconds: Double { usage().cpuSeconds }

    private static func usage() -> (cpuSeconds: Double, peakMegabytes: Double) {
        var usage = rusage()
        _ = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
        func seconds(_ time: timeval) -> Double {
            Double(time.tv_sec) + Double(time.tv_usec) / 1e6
        }
        return (
            seconds(usage.ru_utime) + seconds(usage.ru_stime), Double(usage.ru_maxrss) * 1024 / 1e6
        )
    }
}

extension Double {
    /// The number with so many places behind the point, in the same form everywhere.
    func text(places: Int) -> String {
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        let scaled = (self * factor).rounded()
        guard scaled.isFinite, abs(scaled) < 1e15 else { return "\(self)" }
        let digits = String(Int(abs(scaled)))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = scaled < 0 ? "-" : ""
        guard places > 0 else { return sign + padded }
        return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// The nearest number with so few places, for documents.
    func rounded(places: Int) -> Double {
        Double(text(places: places)) ?? self
    }
}
