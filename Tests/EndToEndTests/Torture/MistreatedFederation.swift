import Foundation
import Glibc
import Registry

/// A hub, two provinces and a field office that sync by themselves, through wires that can be cut,
/// while somebody works at each.
final class MistreatedFederation {
    /// What the machines stand on.
    enum Disks {
        case plain
        /// Small ones that can be full.
        case small
        /// Such that forget what was not synced.
        case lossy
    }

    static let office: Set = ["03-1", "03-2"]
    let hub: MistreatedNode
    let ninewa: MistreatedNode
    let baghdad: MistreatedNode
    let office: MistreatedNode
    let nodes: [MistreatedNode]
    let writers: [Writer]
    let wires: [CuttingProxy]
    let seed: UInt64
    private let folder: TestFolder
    private let base: (households: Set<String>, persons: Set<String>)
    private let started = ContinuousClock.now

    init(seed: UInt64, disks: Disks) throws {
        self.seed = seed
        folder = try TestFolder()
        let path = folder.path
        func make(_ name: String, _ areas: Set<String>) throws -> MistreatedNode {
            let data = "\(path)/\(name)"
            let node = TestNode(name: name, data: data)
            let small = disks == .small ? try SmallDisk(at: data, megabytes: 96) : nil
            let lossy = disks == .lossy ? try LossyDisk(for: data, delayMicroseconds: 3000) : nil
            node.environment = lossy?.environment ?? [:]
            return MistreatedNode(node, areas: areas, disk: small, lossy: lossy)
        }
        hub = try make("HUB", [])
        ninewa = try make("IQ-NI", ["IQ-NI"])
        baghdad = try make("IQ-BG", ["IQ-BG"])
        office = try make("IQ-NI-F03", Self.office)
        nodes = [hub, ninewa, baghdad, office]
        var wires: [CuttingProxy] = []
        func join(_ lower: MistreatedNode, _ upstream: MistreatedNode) throws {
            let areas = lower.areas.sorted().joined(separator: ",")
            let token = try upstream.node.token(for: lower.name, areas: areas)
            let port = upstream.node.syncURL.split(separator: ":").last.flatMap { Int($0) } ?? 0
            let wire = try CuttingProxy(to: port)
            wires.append(wire)
            try lower.node.run(
                "join", "--upstream", "https://127.0.0.1:\(wire.port)", "--token", token)
        }
        for node in nodes { node.node.syncInterval = 1 }
        try hub.node.run("init", "--role", "hub", "--node", "HUB")
        try hub.node.serve()
        for province in [ninewa, baghdad] { try join(province, hub) }
        try ninewa.node.serve()
        try join(office, ninewa)
        self.wires = wires
        let files = (ni: try FamilyFiles(of: "IQ-NI"), bg: try FamilyFiles(of: "IQ-BG"))
        base = (
            files.ni.numbers.households.union(files.bg.numbers.households),
            files.ni.numbers.persons.union(files.bg.numbers.persons)
        )
        let list = Self.office.sorted()
        let inOffice = try FamilyFiles(of: "IQ-NI", districts: list)
        let shared = Array(files.ni.persons(in: Self.office).prefix(40))
        func writer(
            _ place: MistreatedNode, _ prefix: String, _ files: FamilyFiles?, _ shared: [[String]]
        ) -> Writer {
            Writer(
                at: place, seed: seed, prefix: prefix, families: files, shared: shared,
                folder: path)
        }
        writers = [
            writer(hub, "HUB", nil, []), writer(ninewa, "NI-9", files.ni, shared),
            writer(baghdad, "BG-9", files.bg, []), writer(office, "NI-8", inOffice, shared),
        ]
        let only = list.joined(separator: ",")
        try Self.load(ninewa, "IQ-NI", "--except-areas", only)
        try Self.load(office, "IQ-NI", "--areas", only)
        try Self.load(baghdad, "IQ-BG")
        for node in [baghdad, office] { try node.node.serve() }
        try waitUntil("the first loads have arrived") {
            try hub.node.count("households") == base.households.count
        }
    }

    deinit { for wire in wires { wire.close() } }

    private static func load(
        _ place: MistreatedNode, _ province: String, _ options: String...
    ) throws {
        let run = try place.command(["import"] + options + DemoFiles.paths(of: province))
        guard run.exitCode == 0 else { throw TestNode.Broken(errors: run.errors) }
    }

    /// Says how far it is, at once.
    func say(_ text: String) {
        let seconds = (ContinuousClock.now - started).components.seconds
        FileHandle.standardOutput.write(Data("  \(seconds) s  \(text)\n".utf8))
    }

    func startWriters() { for writer in writers { writer.start() } }

    /// How often a writer was not told that something was saved.
    var refusals: Int { writers.reduce(0) { $0 + $1.refusals } }

    // MARK: Healing

    /// Everything runs again; people finish what they were about; then the nodes find together by
    /// themselves, without a word from outside. Returns what is wrong then.
    func healAndJudge() throws -> [String] {
        for writer in writers { try writer.stop() }
        for wire in wires { wire.mend() }
        for node in nodes {
            node.disk?.empty()
            // Started again, it does not sit out a long wait.
            node.loseProcess()
            try node.start()
        }
        for writer in writers { try writer.finish() }
        for node in nodes where node.name != "HUB" {
            try waitUntil("\(node.name) has sent everything by itself") {
                let status = try node.node.run("status")
                return try status.value("upstream", "backlog_changesets") as? Int == 0
                    && status.value("upstream", "link", "kind") as? String == "online"
            }
        }
        let rounds = try settle()
        say("healed: \(acknowledgedCount) things saved; quiet after \(rounds) more rounds")
        var objections = try judge()
        for _ in 0..<3 where !objections.isEmpty {
            // What the hub finds about those who came may still be on its way.
            _ = try settle()
            objections = try judge()
        }
        return objections
    }

    private var acknowledgedCount: Int {
        writers.reduce(0) {
            let saved = $1.acknowledged
            return $0 + saved.households.count + saved.persons.count + saved.accounts.count
        }
    }

    /// Rounds from below to above and back until nothing moves. Returns how many it took.
    private func settle() throws -> Int {
        var rounds = 0
        let deadline = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < deadline {
            rounds += 1
            var moved = 0
            for place in [office, ninewa, baghdad, ninewa, office] {
                let round = try place.node.run("sync")
                for key in ["pushed_changesets", "received_records", "gone_records"] {
                    moved += try round.value(key) as? Int ?? 0
                }
            }
            if moved == 0 { return rounds }
        }
        throw TooLate(condition: "nothing moves any more")
    }

    // MARK: Oracles

    /// The node that reaches its upstream through a wire.
    func lower(of wire: CuttingProxy) -> MistreatedNode {
        let all = [ninewa, baghdad, office]
        return all[wires.firstIndex { $0 === wire } ?? 0]
    }

    /// What a loss of power took that it must not take: what somebody at this node was told is
    /// saved, and what this node told the nodes below that it holds.
    func judgeAfterLoss(at place: MistreatedNode) throws -> [String] {
        try place.contentsOfCopy { database in
            var result: [String] = []
            let contents = try NodeContents(database: database)
            for (other, writer) in zip(nodes, writers) where other === place {
                result += Self.missing(
                    contents, writer.acknowledged, place.name, isQuiet: false)
            }
            let held = try LogPosition(database: database).held
            for (upper, lower) in [(hub, ninewa), (hub, baghdad), (ninewa, office)]
            where upper === place {
                let position = try lower.node.position(confirmedBy: place.name)
                for (branch, sequence) in position.confirmed
                where held[branch] ?? 0 < sequence {
                    result.append("\(place.name) confirmed \(sequence) to \(lower.name), lost it")
                }
            }
            return result
        }
    }

    private func judge() throws -> [String] {
        var result: [String] = []
        let contents = Dictionary(
            uniqueKeysWithValues: try nodes.map { ($0.name, try $0.node.contents()) })
        var all = Writer.Saved(households: base.households, persons: base.persons)
        for writer in writers { all.add(writer.acknowledged) }
        if let above = contents["HUB"] { result += Self.judge(above, all, "the hub") }
        for (place, writer) in zip(nodes, writers) {
            guard let found = contents[place.name] else { continue }
            result += Self.missing(found, writer.acknowledged, place.name)
            let verify = try Program.run(["audit", "verify", "--data", place.node.data])
            if verify.exitCode != 0 {
                result.append("\(place.name) is not sound: \(verify.output)\(verify.errors)")
            }
            let aside = try place.node.run("quarantine", "list").value("changesets")
            if (aside as? [Any])?.isEmpty == false {
                result.append("\(place.name): honest changesets are set aside")
            }
            let forked = try place.node.run("status").value("upstream", "link", "forked")
            if let forked = forked as? [String], !forked.isEmpty {
                result.append("\(place.name): two logs of \(forked)")
            }
        }
        for (upper, lower) in [(hub, ninewa), (hub, baghdad), (ninewa, office)] {
            result += try disagreements(upper.node, lower.node, areas: lower.areas)
                .map { "\(upper.name) and \(lower.name): \($0)" }
        }
        return result
    }

    /// Exactly those are registered, each once, and with the telephone that was saved last.
    private static func judge(
        _ found: NodeContents, _ all: Writer.Saved, _ place: String
    ) -> [String] {
        var result = missing(found, all, place)
        for (kind, wanted) in [("household", all.households), ("person", all.persons)] {
            let numbers = found.values("number", of: kind).compactMap(\.text)
            let extra = Set(numbers).subtracting(wanted)
            if !extra.isEmpty {
                result.append("\(place): \(extra.count) of \(kind) that nobody saved")
            }
            if numbers.count != Set(numbers).count {
                let twice = numbers.count - Set(numbers).count
                result.append("\(place): \(twice) of \(kind) twice")
            }
        }
        for (entity, field, wanted) in [
            ("source_record", "key", all.households.count + all.persons.count),
            ("enrolment", "unit", all.households.count),
        ] {
            let count = found.values(field, of: entity).count
            if count != wanted { result.append("\(place): \(count) of \(entity), not \(wanted)") }
        }
        return result
    }

    /// What was said to be saved and is not there.
    ///
    /// - Parameter isQuiet: whether nobody is just saving another telephone.
    static func missing(
        _ found: NodeContents, _ saved: Writer.Saved, _ place: String, isQuiet: Bool = true
    ) -> [String] {
        var result: [String] = []
        for (kind, field, wanted) in [
            ("household", "number", saved.households), ("person", "number", saved.persons),
            ("user", "name", saved.accounts),
        ] {
            let there = Set(found.values(field, of: kind).compactMap(\.text))
            let missing = wanted.subtracting(there)
            if !missing.isEmpty {
                result.append(
                    "\(place): \(missing.count) of \(kind) were saved and are gone, such as "
                        + (missing.sorted().first ?? ""))
            }
        }
        guard isQuiet else { return result }
        var wrong = 0
        for person in (found.records["person"] ?? [:]).values {
            guard let number = found.value("number", of: "person", person)?.text,
                let phone = saved.phones[number]
            else { continue }
            let shown = found.value("phone", of: "person", person)?.text ?? ""
            if shown.suffix(7) != phone.suffix(7) { wrong += 1 }
        }
        if wrong > 0 { result.append("\(place): \(wrong) telephones are not those saved last") }
        return result
    }
}
