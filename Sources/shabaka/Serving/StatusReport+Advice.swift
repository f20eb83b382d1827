import ChangeLog
import Foundation

// What somebody should do about a node, link by link.
extension StatusReport {
    /// A peer that has been silent for longer than this many seconds is worth a telephone call.
    static let silenceSeconds: Int64 = 7 * 86_400

    /// The sentences of the operator's guide for the state that the node is in.
    func advise(nowSeconds: Int64) -> [String] {
        var result: [String] = []
        if let freeDiskBytes, freeDiskBytes < 1 << 30 {
            result.append(
                "Only \(freeDiskBytes >> 20) MB are free on the disk. Make room before the node "
                    + "has to refuse work.")
        }
        if let upstream { result += adviceAbout(upstream, nowSeconds) }
        if isBackupOverdue {
            result.append(
                (backup.map { "The last backup is \($0.ageSeconds / 3600) hours old." }
                    ?? "There is no backup.") + " Run “shabaka backup” every night.")
        }
        if let certificateDays, certificateDays < 14 {
            result.append(
                certificateDays < 0
                    ? "The certificate has ended. Run “shabaka pki renew”, or “shabaka join "
                        + "--request” where no network is."
                    : "The certificate ends in \(certificateDays) days. Run “shabaka pki renew” "
                        + "and see why “serve” could not.")
        }
        for peer in peers where !peer.isRevoked {
            if let offset = peer.clockOffsetMilliseconds, abs(offset) > 60_000 {
                result.append(
                    "\(peer.name)'s clock is \(abs(offset) / 1000) seconds "
                        + "\(offset < 0 ? "behind" : "ahead"). Its operator sets it.")
            }
            if let days = peer.certificateDays, days < 14 {
                result.append(
                    "\(peer.name)'s certificate \(days < 0 ? "has ended" : "ends in \(days) days"). "
                        + "It renews with its next round; without a network, “join --request”.")
            }
            guard let contact = peer.lastContact.flatMap(Self.seconds) else { continue }
            let silent = nowSeconds - contact
            let backedUp = peer.lastBackup.flatMap(Self.seconds)
            // What it does while nobody hears of it, nobody knows.
            if contact - (backedUp ?? .min / 2) > LastBackup.alarmSeconds {
                result.append(
                    "\(peer.name) "
                        + (backedUp.map {
                            "made its last backup \((nowSeconds - $0) / 3600) hours ago"
                        }
                            ?? "never made a backup")
                        + ". There: “shabaka backup” every night.")
            }
            if silent > Self.silenceSeconds {
                result.append(
                    "\(peer.name) has been silent for \(silent / 86_400) days. Call there; if the "
                        + "machine is lost, “shabaka node revoke \(peer.name)” at the hub.")
            }
        }
        if counts.conflicts > 0 {
            result.append("\(counts.conflicts) conflicts wait: “shabaka conflicts list”.")
        }
        return result
    }

    private func adviceAbout(_ upstream: Upstream, _ nowSeconds: Int64) -> [String] {
        var result: [String] = []
        if !upstream.link.forked.isEmpty {
            result.append(
                "Two different logs of \(upstream.link.forked.joined(separator: ", ")) exist: a "
                    + "machine was copied or put back while it ran. Tell headquarters; nothing of "
                    + "it is sent on.")
        }
        switch upstream.link.kind {
        case .unreachable, .refused, .broken:
            let since = UTCText.of(Int64(upstream.link.since)) ?? ""
            result.append(
                "\(upstream.name) since \(since): \(upstream.link.complaint ?? "no word why.")")
        case .untried, .online: break
        }
        let contact = upstream.lastContact.flatMap(Self.seconds)
        let silent = contact.map { nowSeconds - $0 }
        if upstream.isByBundles {
            if upstream.backlogChangesets > 0 || (silent ?? .max) > Self.silenceSeconds {
                result.append(
                    "\(upstream.backlogChangesets) changesets wait for a stick: “shabaka bundle "
                        + "export FILE --for \(upstream.name)”.")
            }
        } else if let silent, silent > Self.silenceSeconds {
            result.append(
                "Nothing was heard from \(upstream.name) for \(silent / 86_400) days; "
                    + "\(upstream.backlogChangesets) changesets wait. Find a network, or send a "
                    + "stick: “shabaka bundle export FILE --for \(upstream.name)”.")
        }
        if let offset = upstream.clockOffsetMilliseconds, abs(offset) > 60_000 {
            result.append(
                "This machine's clock is \(abs(offset) / 1000) seconds "
                    + "\(offset < 0 ? "ahead of" : "behind") \(upstream.name)'s. Set it.")
        }
        return result
    }

    private static func seconds(_ text: String) -> Int64? {
        // What this program wrote itself can be read.
        (try? Date(text, strategy: .iso8601)).map { Int64($0.timeIntervalSince1970) }
    }
}
