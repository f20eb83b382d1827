import Casework
import ChangeLog
import Console
import Foundation
import Registry
import Sync

extension ConsoleHost {
    /// What an open node gives to its pages.
    init(_ node: Node, _ output: Output) {
        let startSync: @Sendable () -> Void = {
            Task {
                do {
                    _ = try await node.link.round(Output { _ in })
                } catch {
                    output.message("Sync: \(Complaint.text(of: error))")
                }
            }
        }
        let isPassedOn = node.role == .field
        let askElsewhere: @Sendable (ElsewhereQuestion) -> ElsewhereOutcome = { question in
            node.questions.ask(question, isPassedOn: isPassedOn)
        }
        self.init(
            journal: node.journal, duplicates: node.desk,
            status: {
                var status = try StatusReport(node).forPages(node)
                // Pages list what rows share, and count it so.
                status.brokenRules = try node.journal.read { try BrokenRules($0).count() }
                return status
            },
            statusDocument: { try JSONDocument.text(of: StatusReport(node)) },
            payrollDesk: { try node.payrollDesk() },
            startSync: node.role == .hub ? nil : startSync,
            askElsewhere: node.role == .hub ? nil : askElsewhere,
            importFiles: ImportWork(node), bundles: BundleWork(node),
            configuration: { try NodeConfiguration(node) },
            runLong: { work in Task(executorPreference: WorkerThreads.background) { work() } },
            giveToken: { name, areas in
                try node.giveToken(for: name, areas: areas, hosts: []).text
            },
            revoke: { name, reason, actor in
                _ = try node.revoke(name, reason: reason, by: actor)
            })
    }
}

extension StatusReport {
    /// The same as pages show it.
    func forPages(_ node: Node) throws -> NodeStatus {
        func milliseconds(_ text: String?) -> Int64? {
            text.flatMap { try? Instant($0) }?.milliseconds  // our own text, or none
        }
        return NodeStatus(
            name: self.node, role: role, areas: areas,
            upstream: upstream.map {
                NodeStatus.Upstream(
                    name: $0.name, lastContact: milliseconds($0.lastContact),
                    backlog: $0.backlogChangesets,
                    clockOffsetMilliseconds: $0.clockOffsetMilliseconds, state: $0.state,
                    code: $0.link.code, complaint: $0.link.complaint)
            },
            peers: peers.map {
                NodeStatus.Peer(
                    name: $0.name, role: $0.role, areas: $0.areas,
                    lastContact: milliseconds($0.lastContact),
                    completeAt: milliseconds($0.completeAt),
                    clockOffsetMilliseconds: $0.clockOffsetMilliseconds, isRevoked: $0.isRevoked)
            },
            households: counts.households, persons: counts.persons, changesets: counts.changesets,
            openDuplicates: counts.duplicates, openConflicts: counts.conflicts,
            brokenRules: counts.breaches, openTransfers: counts.transfers,
            certificateDays: certificateDays, freeDiskBytes: freeDiskBytes,
            advice: advise(now: Int64(node.journal.clock.milliseconds)))
    }
}
