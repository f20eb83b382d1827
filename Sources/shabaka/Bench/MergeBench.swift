import ChangeLog
import Foundation
import Registry
import Storage
import Sync
import Trust

/// The way from the received frame to the durable merge and nothing else: the engines of a hub and of
/// a province in one process, without TLS, pages and the index of people.
struct MergeBench {
    private let hub: Journal
    private let province: Journal

    /// What one load cost.
    struct Cost: Encodable, Sendable {
        /// Table rows that were made or changed.
        var rows: Int
        /// Of the receiver: decompression, digests, signatures, merge and commit of the frames.
        var mergeCpuSeconds: Double
        /// Of the receiver: the pages that say what became of them.
        var feedCpuSeconds: Double
        /// Of the sender, for frames and pages.
        var senderCpuSeconds: Double

        var rowsPerCpuSecond: Int { Int(Double(rows) / max(mergeCpuSeconds, 0.001)) }

        func line(_ name: String, baseline: Double) -> String {
            let ratio = Double(rowsPerCpuSecond) / max(baseline, 1)
            return "\(name) \(rowsPerCpuSecond) rows per second of CPU "
                + "(\(ratio.text(places: 2)) of the bare insert; feed "
                + "\(feedCpuSeconds.text(places: 2)) s, sender "
                + "\(senderCpuSeconds.text(places: 2)) s)"
        }
    }

    /// Copies a hub, which may be served meanwhile, and a province as they are now.
    init(hub directory: NodeDirectory, province node: Node, folder: String) throws {
        let settings = try NodeSettings(of: directory)
        guard let pem = try directory.text(of: directory.signingKey) else {
            throw NodeFault.missingKey(directory.signingKey)
        }
        let served = try Store(path: directory.database, readers: 1)
        hub = try Self.journal(
            copyOf: served, to: folder + "/merge-hub.sqlite",
            Journal.Identity(
                name: settings.name, role: settings.role, areas: settings.areas,
                signingKey: try SigningKey(pem: pem)))
        try served.close()
        province = try Self.journal(
            copyOf: node.store, to: folder + "/merge-province.sqlite", node.journal.identity)
    }

    private static func journal(
        copyOf store: Store, to path: String, _ identity: Journal.Identity
    ) throws -> Journal {
        try store.backUp(to: path)
        return try Journal(
            store: Store(path: path, migrations: NodeSchema.migrations), identity: identity,
            clock: HybridClock { UInt64(Date().timeIntervalSince1970 * 1000) },
            entropy: BufferedEntropy.make())
    }

    /// What lies in the province goes up: all that it imported.
    func firstLoad(_ rows: Int) throws -> Cost { try round(rows) }

    /// One field of every household is written at the province.
    func oneFieldUpdates() throws -> Cost {
        let all = try province.households()
        try province.set("dwelling", "rented", or: "owned", of: all)
        return try round(all.count)
    }

    /// One field of a tenth of the households is written at both ends.
    func conflicts() throws -> Cost {
        let all = try province.households()
        let some = Array(all.prefix(max(1, all.count / 10)))
        try province.set("category", "widow", or: "orphans", of: some)
        try hub.set("category", "elderly", or: "disabled", of: some)
        return try round(some.count)
    }

    private func round(_ rows: Int) throws -> Cost {
        let round = SyncRound(province)
        var cost = Cost(rows: rows, mergeCpuSeconds: 0, feedCpuSeconds: 0, senderCpuSeconds: 0)
        while true {
            let (request, made) = try Measured.of { try round.next() }
            cost.senderCpuSeconds += made.cpuSeconds
            guard let request else { return cost }
            let name = province.identity.name
            let before = Measured.cpuSeconds
            do {
                let answer = try SyncServer(hub).answer(request.call, request.body, from: name)
                let spent = Measured.cpuSeconds - before
                switch request.call {
                case .push: cost.mergeCpuSeconds += spent
                case .hello, .feed, .pull: cost.feedCpuSeconds += spent
                }
                cost.senderCpuSeconds += try Measured.of { try round.take(answer) }.1.cpuSeconds
            } catch let refusal as SyncRefusal {
                guard round.take(refusal) else { throw refusal }
            }
        }
    }
}
