import ArgumentParser
import ChangeLog
import Sync
import Synchronization

/// One round with the upstream.
struct SyncCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Run one round with the upstream.",
        discussion: """
            Pushes what the upstream lacks and takes what it says; renews the node's certificate \
            when it is due. It may be broken off and repeated at any time.

            Example: shabaka sync --data ni
            """)

    @OptionGroup var options: NodeOptions

    typealias Outcome = SyncOutcome

    func run(on node: Node, output: Output) async throws -> SyncOutcome {
        if node.role == .hub { throw NodeFault.noUpstream(node.name) }
        // An office that is switched on only to sync must not fall out after ninety days.
        try await CertificateRenewal(node).renewIfDue(output)
        let before = node.link.state.withLock { $0.busyAnswers }
        var outcome = SyncOutcome(try await node.link.round(output))
        outcome.busyAnswers = node.link.state.withLock { $0.busyAnswers } - before
        let notices = try Notices(node)
        outcome.ownSetAside = notices.ownSetAside
        outcome.notices = notices.sentences(now: Int64(node.journal.clock.milliseconds))
        return outcome
    }
}

/// What a round moved.
struct SyncOutcome: Rendered {
    var upstream: String
    var pushedChangesets: Int
    var pushedBytes: Int
    var receivedRecords: Int
    var goneRecords: Int
    var receivedBytes: Int
    var clockOffsetMilliseconds: Int64
    /// Origins of which two different logs exist: their push has stopped.
    var forked: [String]
    var isRestart: Bool
    /// How often the upstream was busy with others and was asked again.
    var busyAnswers = 0
    /// How many changesets of this node are set aside and wait for a decision.
    var ownSetAside = 0
    /// What its operator must hear of, with what to do.
    var notices: [String] = []

    init(_ summary: SyncRound.Summary) {
        upstream = summary.upstream
        pushedChangesets = summary.pushedChangesets
        pushedBytes = summary.pushedBytes
        receivedRecords = summary.receivedRecords
        goneRecords = summary.goneRecords
        receivedBytes = summary.receivedBytes
        clockOffsetMilliseconds = summary.clockOffset
        forked = summary.forked
        isRestart = summary.isRestart
    }

    var text: String {
        var lines = [
            "With \(upstream): \(pushedChangesets) changesets up (\(pushedBytes) bytes), "
                + "\(receivedRecords) records down (\(receivedBytes) bytes), "
                + "\(goneRecords) out of scope."
        ]
        if abs(clockOffsetMilliseconds) > 60_000 {
            lines.append(
                "The clocks differ by \(clockOffsetMilliseconds / 1000) seconds. Set this "
                    + "machine's clock.")
        }
        if !forked.isEmpty {
            lines.append(
                "Two different logs of \(forked.joined(separator: ", ")) exist; they are not "
                    + "pushed on. Tell headquarters.")
        }
        lines += notices.map { "→ " + $0 }
        return lines.joined(separator: "\n")
    }

    var exitCode: Int32 { forked.isEmpty ? 0 : 1 }
}
