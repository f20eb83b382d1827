import ChangeLog
import Foundation
import Registry
import Storage
import Sync
import Trust

/// A hub and a province below it, in one folder.
struct BenchPair {
    let hub: NodeDirectory
    private let province: NodeDirectory
    private static let area = "IQ-BG"

    /// Makes the hub; the province is made when it joins.
    init(in folder: String) throws {
        hub = NodeDirectory(FilePath(argument: folder + "/hub"))
        province = NodeDirectory(FilePath(argument: folder + "/province"))
        _ = try NodeMaker(hub, settings: NodeSettings(name: "HUB", role: .hub, areas: []))
            .makeHub(PackContents(.builtIn), hosts: [])
    }

    /// Makes the province and lets it join a hub that is served; afterwards it knows what the hub
    /// knows.
    func join(_ url: String) async throws -> Node {
        try await Self.join(Self.area, in: province, below: hub, at: url)
    }

    /// Makes a province and lets it join a hub that is served; afterwards it knows what the hub
    /// knows.
    static func join(
        _ area: String, in province: NodeDirectory, below hub: NodeDirectory, at url: String
    ) async throws -> Node {
        let ending = try await ControlClient(hub).run(
            ControlRequest(
                arguments: ["token", "--data", hub.path, "--node", area, "--json"],
                workingDirectory: "/", input: ""), output: Output { _ in })
        struct Given: Decodable { var token: String }
        let given = try JSONDecoder().decode(Given.self, from: Data(ending.standardOutput.utf8))
        guard let token = JoinToken(given.token) else { throw MembershipRefusal.unknownToken }
        let node = try NodeMaker(
            province,
            settings: NodeSettings(name: token.node, role: token.role, areas: token.areas)
        ).make()
        try await Joining(node, upstreamURL: url).join(token)
        _ = try await node.link.round(Output { _ in })
        return node
    }

    /// Lets the province find its hub at another address.
    func move(to url: String) throws {
        var settings = try NodeSettings(of: province)
        settings.upstream?.url = url
        try settings.save(in: province)
    }

    /// Does something at the hub while nobody serves it.
    func atHub<Value>(_ work: (Node) throws -> Value) async throws -> Value {
        guard case .mine(let node) = try await NodeDoor.open(hub) else {
            throw NodeFault.inUse(hub.path, process: NodeLock.holder(hub))
        }
        return try work(node)
    }
}

extension Node {
    /// Rows of all tables of entities.
    func tableRows() throws -> Int {
        try journal.read { view in
            try journal.dictionary.entities.filter { $0.scope != .local }
                .reduce(0) { $0 + (try view.count($1.name)) }
        }
    }
}

extension Journal {
    /// All households.
    func households() throws -> [RecordID] {
        try store.read { transaction in
            try transaction.rows("SELECT id FROM household ORDER BY id").compactMap { $0.id(0) }
        }
    }

    /// Writes one field of each of those households, a changeset each: the value, or the other one
    /// where the value stands already.
    func set(
        _ field: String, _ value: String, or other: String, of households: [RecordID]
    ) throws {
        let author = Authorship(actor: "bench", reasonCode: "bench")
        for start in stride(from: 0, to: households.count, by: 1000) {
            try write { session in
                for id in households[start..<min(start + 1000, households.count)] {
                    let now = try session.view.record("household", id)?[field]
                    let new = now == .text(value) ? other : value
                    _ = try session.append(
                        [try session.edit(of: "household", id, [field: .text(new)])], by: author)
                }
            }
        }
    }
}
