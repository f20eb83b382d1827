import ChangeLog
import Console
import Foundation
import Registry
import Storage
import Synchronization
import Trust

/// How a node is: what `status` prints and the status page shows.
struct StatusReport: Rendered {
    var node: String
    var role: String
    var areas: [String]
    /// What the node is good for right now, from its certificate and its upstream's last answer.
    var certificateDays: Int?
    var upstream: Upstream?
    var counts: Counts
    /// The nodes that joined here.
    var peers: [Peer]
    /// Where it listens, by the name of the port; empty unless it serves.
    var listening: [String: String]
    var freeDiskBytes: Int?
    /// The last verified backup; nil when there never was one.
    var backup: Backup?
    /// Whether there is no backup, or an old one only.
    var isBackupOverdue: Bool
    /// What was noticed about neighbours' logs and nobody has acknowledged.
    var alarms: [AlarmDocument]
    /// How many changesets of this node are set aside and wait for a decision.
    var ownSetAside: Int
    /// How many changesets of others wait for a decision here; at the hub only.
    var setAsideToDecide: Int
    var at: String?
    /// What somebody should do now, the most urgent first; empty when all is well.
    var advice: [String] = []

    struct Upstream: Codable, Sendable {
        var name: String
        var url: String
        var lastContact: String?
        /// What the upstream lacks, as far as its last answer says.
        var backlogChangesets: Int
        var backlogBytes: Int
        /// The upstream's clock minus ours.
        var clockOffsetMilliseconds: Int64?
        /// How the last round of this process went; by bundles there are none.
        var link: LinkState
        /// Whether the two exchange bundles only.
        var isByBundles: Bool

        /// The same as pages name it.
        var state: NodeStatus.Upstream.State {
            if isByBundles { return .byBundles }
            return switch link.kind {
            case .untried: .untried
            case .online: .online
            case .unreachable: .unreachable
            case .refused: .refused
            case .broken: .broken
            }
        }
    }

    struct Backup: Codable, Sendable {
        var madeAt: String?
        var ageSeconds: Int64
        var file: String
        var holdsKeys: Bool
    }

    struct Counts: Codable, Sendable {
        var households: Int
        var persons: Int
        var changesets: Int
        var conflicts: Int
        var breaches: Int
        /// Families that were asked for and wait for an answer.
        var transfers: Int
        var duplicates: Int
    }

    /// Reads it from the open node. Throws `StoreError`.
    init(_ node: Node) throws {
        let settings = try node.settings()
        let certificate = try NodeKeys(of: node.directory).certificate()
        self.node = node.name
        role = node.role.rawValue
        areas = settings.areas
        let now = node.nowSeconds
        let link = node.link.state.withLock { $0 }
        certificateDays = certificate.map { Int(($0.notAfter - now) / 86_400) }
        (counts, peers, upstream) = try node.journal.read { view in
            (
                try Self.counts(view), try Self.peers(of: node.name, now: now, view),
                try settings.upstream.map {
                    try Self.upstream($0, of: node.name, link: link, view)
                }
            )
        }
        let notices = try Notices(node)
        alarms = notices.alarms.map { AlarmDocument($0) }
        ownSetAside = notices.ownSetAside
        setAsideToDecide = notices.setAsideToDecide
        listening = node.listening.withLock { $0 }
        backup = try node.journal.lastBackup().map { last in
            Backup(
                madeAt: UTCText.of(Int64(last.madeAt)),
                ageSeconds: now - Int64(last.madeAt / 1000), file: last.file,
                holdsKeys: last.holdsKeys)
        }
        isBackupOverdue = backup.map { Self.isOverdue(backupAgeSeconds: $0.ageSeconds) } ?? true
        freeDiskBytes = node.directory.freeDiskBytes().flatMap { Int(exactly: $0) }
        at = UTCText.of(Int64(node.journal.clock.milliseconds))
        advice = advise(now: now * 1000).map { $0.english(now: now * 1000) }
    }

    private static func counts(_ view: RegistryView) throws -> Counts {
        func count(_ sql: String) throws -> Int {
            try view.transaction.first(sql)?.int(0) ?? 0
        }
        return Counts(
            households: try view.count("household"), persons: try view.count("person"),
            // Changesets are the rows that have a branch, which an index holds: the journal itself
            // is most of a large database.
            changesets: try count("SELECT COUNT(*) FROM journal WHERE branch IS NOT NULL"),
            conflicts: try count("SELECT COUNT(*) FROM conflict"),
            // As pages count them: two rows that break a rule together break it once.
            breaches: try count(
                "SELECT COUNT(*) FROM (SELECT DISTINCT invariant, shared FROM breach) AS b"),
            transfers: try count("SELECT COUNT(*) FROM transfer WHERE status = 'asked'"),
            duplicates: try count("SELECT COUNT(*) FROM duplicate_case WHERE status = 'open'"))
    }

    private static func upstream(
        _ upstream: NodeSettings.Upstream, of name: String, link: LinkState,
        _ view: RegistryView
    ) throws -> Upstream {
        let contact = try view.transaction.first(
            "SELECT last_contact, clock_offset FROM peer WHERE name = $1", .text(upstream.name))
        let (changesets, bytes) = try backlog(of: name, view)
        return Upstream(
            name: upstream.name, url: upstream.url,
            lastContact: UTCText.of(contact?.values[0].integer), backlogChangesets: changesets,
            backlogBytes: bytes, clockOffsetMilliseconds: contact?.values[1].integer,
            link: link, isByBundles: upstream.url.isEmpty)
    }

    /// What of the own subtree the upstream's last page did not take into account yet.
    private static func backlog(of name: String, _ view: RegistryView) throws -> (Int, Int) {
        let held = try view.reflectedAbove()
        let own = try view.subtree(of: name)
        var changesets = 0
        var bytes = 0
        for tip in try view.tips() where own.contains(tip.branch.origin) {
            let from = held.sequences[tip.branch] ?? 0
            guard tip.sequence > from else { continue }
            let missing = try view.transaction.first(
                """
                SELECT COUNT(*), SUM(LENGTH(j.body)) FROM branch b JOIN journal j ON j.branch = b.ix
                WHERE b.origin = $1 AND b.incarnation = $2 AND j.sequence > $3
                """,
                .text(tip.branch.origin), .integer(Int64(bitPattern: tip.branch.incarnation)),
                .integer(Int64(from)))
            changesets += missing?.int(0) ?? 0
            bytes += missing?.int(1) ?? 0
        }
        return (changesets, bytes)
    }

    /// The other node's clock minus this one's, in words.
    private static func clock(_ offsetMilliseconds: Int64?) -> String {
        guard let offsetMilliseconds else { return "" }
        return ", its clock \(abs(offsetMilliseconds)) ms "
            + (offsetMilliseconds < 0 ? "behind" : "ahead")
    }

    var text: String {
        var lines = [
            "\(node) (\(role))" + (areas.isEmpty ? "" : " for \(areas.joined(separator: ", "))")
        ]
        if let upstream {
            let way =
                upstream.isByBundles
                ? "by bundles" : "at \(upstream.url) (\(upstream.link.text))"
            lines.append(
                "Upstream \(upstream.name) \(way): last contact "
                    + "\(upstream.lastContact ?? "never"), \(upstream.backlogChangesets) "
                    + "changesets (\(upstream.backlogBytes) bytes) to send"
                    + Self.clock(upstream.clockOffsetMilliseconds))
            if let complaint = upstream.link.complaint, !upstream.isByBundles {
                lines.append("  \(complaint)")
            }
        }
        if let certificateDays { lines.append("Certificate: \(certificateDays) days left") }
        lines.append(
            "\(counts.households) households, \(counts.persons) persons, "
                + "\(counts.changesets) changesets, \(counts.conflicts) open conflicts, "
                + "\(counts.breaches) broken rules, \(counts.duplicates) open duplicate cases")
        for peer in peers {
            lines.append(
                "Below: \(peer.name) (\(peer.role), \(peer.link.rawValue)), last contact "
                    + "\(peer.lastContact ?? "never"), complete at \(peer.completeAt ?? "never"), "
                    + "\(peer.behindChangesets) changesets (\(peer.behindBytes) bytes) written "
                    + "here since" + Self.clock(peer.clockOffsetMilliseconds)
                    + (peer.certificateDays.map { ", certificate \($0) days" } ?? "")
                    + (peer.freeDiskBytes.map { ", \($0 >> 20) MB free" } ?? "")
                    + ", last backup \(peer.lastBackup ?? "never")")
        }
        lines.append(
            backup.map {
                "Backup: "
                    + ($0.ageSeconds < -3600
                        ? "dated in the future" : "\(max($0.ageSeconds, 0) / 3600) hours old")
                    + " (\($0.file))"
                    + ($0.holdsKeys ? "" : ", without keys")
            } ?? "Backup: none")
        if let freeDiskBytes { lines.append("Disk: \(freeDiskBytes >> 20) MB free") }
        for (port, address) in listening.sorted(by: { $0.key < $1.key }) {
            lines.append("Listens: \(port) \(address)")
        }
        lines += advice.map { "→ " + $0 }
        return lines.joined(separator: "\n")
    }
}
