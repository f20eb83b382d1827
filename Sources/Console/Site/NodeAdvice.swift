public import ChangeLog

/// What somebody should do about a node now: `shabaka status` and the pages say it with the same
/// sentences. Moments are milliseconds since 1970.
public enum NodeAdvice: Sendable, Hashable {
    case disk(megabytes: Int)
    case diskBelow(of: String, megabytes: Int)
    /// A neighbour's log is not what it was, or somebody else writes under this node's name.
    case alarm(Alarm.Kind, of: String, at: Int64)
    /// Two logs exist under these names, and neither is sent on.
    case twoLogs(of: [String])
    /// The last round with the upstream failed.
    case link(NodeStatus.Upstream.State, code: String, to: String, since: Int64)
    case upstreamSilent(String, lastContact: Int64, waiting: Int)
    /// The upstream is reached by files only, and one is due.
    case stick(to: String, waiting: Int)
    case clockHere(against: String, seconds: Int)
    /// What this node wrote and nobody merges.
    case setAsideHere(Int)
    /// What others wrote and headquarters has to decide.
    case setAsideWaits(Int)
    case noBackup(of: String)
    case oldBackup(of: String, madeAt: Int64)
    /// The last backup is dated in the future.
    case backupAhead(of: String)
    case certificateEnded
    case certificateEnds(days: Int)
    /// The certificate of a node below; fewer than no days when it has ended.
    case certificate(of: String, days: Int)
    case clock(of: String, seconds: Int)
    case silent(String, lastContact: Int64)
    case conflicts(Int)

    /// The sentence in English, as the command line prints it.
    public func english(now: Int64) -> String {
        // The marks of direction are for pages: a terminal shows boxes.
        AdviceWords.text(self, Wording(.english, hasArabicDigits: false), now: now)
            .withoutDirectionMarks
    }
}

extension StringProtocol {
    /// The text without the characters that only tell in which direction it is read.
    var withoutDirectionMarks: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.filter {
                    $0.value != 0x200E && !(0x2066...0x2069).contains($0.value)
                }))
    }
}
