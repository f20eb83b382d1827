import Foundation

/// What a process holds in memory, as proc(5) says, in MB (10⁶ bytes).
struct ProcessMemory {
    /// “self”, or the number of the process.
    let process: String

    static let own = ProcessMemory(process: "self")

    /// The most that it ever held.
    var peak: Double { megabytes("VmHWM:") }

    /// What it holds now.
    var resident: Double { megabytes("VmRSS:") }

    /// What it holds now and nobody else could give: without the pages of mapped files, which are
    /// counted once for each connection that maps them, and which the system takes back when it
    /// needs room.
    var anonymous: Double { megabytes("RssAnon:") }

    private func megabytes(_ name: String) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        let kilobytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) }
        return (kilobytes ?? 0) * 1024 / 1e6
    }
}
