import ChangeLog
import Console
import Foundation

// What somebody should do about a node, link by link.
extension StatusReport {
    /// What the operator's guide says about the state that the node is in.
    ///
    /// - Parameter now: in milliseconds since 1970.
    func advise(now: Int64) -> [NodeAdvice] {
        var result: [NodeAdvice] = []
        if let freeDiskBytes, freeDiskBytes < Self.littleDiskBytes {
            result.append(.disk(megabytes: freeDiskBytes >> 20))
        }
        result += alarms.compactMap(\.advice)
        if let upstream { result += adviceAbove(upstream, now) }
        if ownSetAside > 0 { result.append(.setAsideHere(ownSetAside)) }
        if setAsideToDecide > 0 { result.append(.setAsideWaits(setAsideToDecide)) }
        result += Self.adviceAboutBackup(of: node, madeAt: madeAt(backup), at: now)
        if let certificateDays, certificateDays < 14 {
            result.append(
                certificateDays < 0 ? .certificateEnded : .certificateEnds(days: certificateDays))
        }
        for peer in peers where !peer.isRevoked { result += Self.adviceBelow(peer, now) }
        if counts.conflicts > 0 { result.append(.conflicts(counts.conflicts)) }
        return result
    }

    /// With less than that, somebody has to make room.
    private static let littleDiskBytes = 1 << 30

    /// Whether a backup of that age must not be trusted to be young: it is old, or it is dated in
    /// the future, by more than clocks differ.
    static func isOverdue(backupAgeSeconds age: Int64) -> Bool {
        age > LastBackup.alarmSeconds || age < -3600
    }

    private static func adviceAboutBackup(
        of node: String, madeAt: Int64?, at now: Int64
    ) -> [NodeAdvice] {
        guard let madeAt else { return [.noBackup(of: node)] }
        let age = (now - madeAt) / 1000
        guard isOverdue(backupAgeSeconds: age) else { return [] }
        return [age < 0 ? .backupAhead(of: node) : .oldBackup(of: node, madeAt: madeAt)]
    }

    private static func adviceBelow(_ peer: Peer, _ now: Int64) -> [NodeAdvice] {
        var result: [NodeAdvice] = []
        if let offset = peer.clockOffsetMilliseconds, abs(offset) > 60_000 {
            result.append(.clock(of: peer.name, seconds: Int(offset / 1000)))
        }
        if let free = peer.freeDiskBytes, free < littleDiskBytes {
            result.append(.diskBelow(of: peer.name, megabytes: Int(free >> 20)))
        }
        if let days = peer.certificateDays, days < 14 {
            result.append(.certificate(of: peer.name, days: days))
        }
        guard let contact = peer.lastContact.flatMap(milliseconds) else { return result }
        // What it does while nobody hears of it, nobody knows.
        result += adviceAboutBackup(
            of: peer.name, madeAt: peer.lastBackup.flatMap(milliseconds), at: contact)
        if now - contact > PeerLink.silenceSeconds * 1000 {
            result.append(.silent(peer.name, lastContact: contact))
        }
        return result
    }

    private func adviceAbove(_ upstream: Upstream, _ now: Int64) -> [NodeAdvice] {
        var result: [NodeAdvice] = []
        if !upstream.link.forked.isEmpty { result.append(.twoLogs(of: upstream.link.forked)) }
        switch upstream.state {
        case .unreachable, .refused, .broken:
            result.append(
                .link(
                    upstream.state, code: upstream.link.code ?? "", to: upstream.name,
                    since: Int64(upstream.link.since)))
        case .byBundles, .untried, .online: break
        }
        let contact = upstream.lastContact.flatMap(Self.milliseconds)
        let isSilent = contact.map { now - $0 > PeerLink.silenceSeconds * 1000 } ?? true
        if upstream.isByBundles {
            if upstream.backlogChangesets > 0 || isSilent {
                result.append(.stick(to: upstream.name, waiting: upstream.backlogChangesets))
            }
        } else if let contact, isSilent {
            result.append(
                .upstreamSilent(
                    upstream.name, lastContact: contact, waiting: upstream.backlogChangesets))
        }
        if let offset = upstream.clockOffsetMilliseconds, abs(offset) > 60_000 {
            result.append(.clockHere(against: upstream.name, seconds: Int(offset / 1000)))
        }
        return result
    }

    private func madeAt(_ backup: Backup?) -> Int64? {
        backup?.madeAt.flatMap(Self.milliseconds)
    }

    private static func milliseconds(_ text: String) -> Int64? {
        // What this program wrote itself can be read.
        (try? Date(text, strategy: .iso8601)).map { Int64($0.timeIntervalSince1970 * 1000) }
    }
}
