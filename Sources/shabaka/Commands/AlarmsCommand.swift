import ArgumentParser
import ChangeLog
import Console

/// What was noticed about neighbours' logs, and that somebody has heard of it.
struct AlarmsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms", abstract: "List what was noticed about other nodes' logs.",
        discussion: """
            A node remembers where its upstream's log stood: when that was put back, written anew \
            or is not signed as it should be, or when somebody else writes under this node's name, \
            “status” says so until somebody acknowledges it.

            Example: shabaka alarms acknowledge --data ni --actor omar
            """,
        subcommands: [List.self, Acknowledge.self])

    struct List: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all alarms, the newest first; with --open, what nobody acknowledged.",
            discussion: "Example: shabaka alarms list --data ni --open")

        @OptionGroup var options: NodeOptions
        @Flag(help: "Only those that nobody acknowledged, one line a kind and node.")
        var open = false

        typealias Outcome = AlarmList

        func run(on node: Node, output: Output) async throws -> AlarmList {
            try node.journal.read { view in
                AlarmList(
                    alarms: open
                        ? try view.openAlarms().map { AlarmDocument($0) }
                        : try view.alarms().map { AlarmDocument($0, count: 1) })
            }
        }
    }

    struct Acknowledge: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that the open alarms were heard and are settled.",
            discussion: """
                They stay in the list, and who acknowledged them in the access log.

                Example: shabaka alarms acknowledge --data ni --actor omar
                """)

        @OptionGroup var options: NodeOptions
        @Option(help: "Who heard them.")
        var actor: String

        typealias Outcome = AlarmList

        func run(on node: Node, output: Output) async throws -> AlarmList {
            try node.requireActor(actor, output)
            let heard = try node.journal.write { session in
                let open = try session.view.openAlarms()
                try session.acknowledgeAlarms()
                return open
            }
            if !heard.isEmpty {
                try AccessLog(node.journal).note(actor, "alarms acknowledged", nil)
            }
            return AlarmList(alarms: heard.map { AlarmDocument($0) }, isAcknowledged: true)
        }
    }
}

/// Alarms as text and as JSON.
struct AlarmList: Rendered {
    var alarms: [AlarmDocument]
    var isAcknowledged = false

    var text: String {
        if alarms.isEmpty { return "There are no alarms." }
        return alarms.map { $0.text + (isAcknowledged ? "  (acknowledged)" : "") }
            .joined(separator: "\n")
    }
}

/// Alarms of one kind about one node, as text and as JSON.
struct AlarmDocument: Encodable, Sendable {
    var kind: String
    var node: String
    /// When the newest of them was raised.
    var at: String?
    var detail: String
    var count: Int
    private var milliseconds: UInt64

    init(_ open: OpenAlarm) {
        self.init(open.alarm, count: open.count)
    }

    init(_ alarm: Alarm, count: Int) {
        kind = alarm.kind.rawValue
        node = alarm.node
        milliseconds = alarm.at
        at = UTCText.of(Int64(alarm.at))
        detail = alarm.detail
        self.count = count
    }

    private enum CodingKeys: String, CodingKey { case kind, node, at, detail, count }

    var text: String {
        "\(at ?? "–")  \(kind)  \(node): \(detail)" + (count > 1 ? " (\(count) times)" : "")
    }

    /// What to do about it.
    var advice: NodeAdvice? {
        Alarm.Kind(rawValue: kind).map { .alarm($0, of: node, at: Int64(milliseconds)) }
    }
}
