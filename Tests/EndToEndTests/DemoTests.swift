import Foundation
import Registry
import Testing

/// What `deploy/demo.sh --once` leaves behind: five nodes, one payroll.
@Suite struct DemoTests {
    private let folder: TestFolder
    private let root: String
    private let run: Program.Run

    init() throws {
        folder = try TestFolder()
        root = folder.path + "/demo"
        run = try RunningProgram(
            ["deploy/demo.sh", "--once"], program: "/bin/bash", in: DemoFiles.root,
            environment: [
                "SHABAKA": try Program.path(), "SHABAKA_DEMO": root,
                "SHABAKA_DEMO_PORT": "\(try Self.freePorts(10))",
            ]
        ).wait()
    }

    /// The first of some ports in a row that nobody uses, below those that clients get by chance.
    private static func freePorts(_ count: Int) throws -> Int {
        let lines = try ["tcp", "tcp6"].flatMap { table in
            try String(contentsOfFile: "/proc/net/\(table)", encoding: .utf8)
                .split(separator: "\n").dropFirst()
        }
        let used = Set(
            lines.compactMap { line -> Int? in
                let local = line.split(separator: " ")[1]
                return local.split(separator: ":").last.flatMap { Int($0, radix: 16) }
            })
        let start = Int(ProcessInfo.processInfo.processIdentifier) % 1000 * 10 + 20_000
        return stride(from: start, to: 32_000, by: count).first { first in
            used.isDisjoint(with: first..<(first + count))
        } ?? start
    }

    private func document(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: root + "/" + name))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func `the demonstration pays or holds everybody, and nobody is paid twice`() throws {
        try #require(run.exitCode == 0, "\(run.output)\n\(run.errors)")
        try requireTruth()
        try requireAccounts()
        try requireFiles()
        for (node, areas) in [
            ("IQ-BG", ["IQ-BG"]), ("IQ-BA", ["IQ-BA"]), ("IQ-NI", ["IQ-NI"]),
        ] {
            try requireAgreement(self.node("hub"), self.node(node), areas: Set(areas))
        }
        try requireAgreement(node("IQ-NI"), node("IQ-NI-F03"), areas: ["03-1", "03-2"])
        for name in ["hub", "IQ-BG", "IQ-BA", "IQ-NI", "IQ-NI-F03"] {
            #expect(try document("\(name).audit.json")["sound"] as? Bool == true)
        }
    }

    private func node(_ name: String) -> TestNode {
        TestNode(name: name == "hub" ? "HUB" : name, data: root + "/" + name)
    }

    /// Of the persons who are registered in two provinces at most three pairs are missed, and at
    /// most three are taken for one who are two.
    private func requireTruth() throws {
        let rows = try DemoFiles.rows("\(DemoFiles.root)/Tests/Golden/linkage/demo-doubles.csv")
        let known = Dictionary(grouping: rows.dropFirst(), by: { $0[1] }).values.flatMap { people in
            people.flatMap { one in people.map { Set([one[0], $0[0]]) } }
        }
        let cases = try node("hub").run("duplicates", "list").value("cases") as? [[String: Any]]
        let found = (cases ?? []).flatMap { $0["pairs"] as? [[String: Any]] ?? [] }.map { pair in
            Set(
                ["earlier", "later"].compactMap {
                    (pair[$0] as? [String: Any])?["number"] as? String
                })
        }
        func across(_ pairs: [Set<String>]) -> Set<Set<String>> {
            Set(pairs.filter { Set($0.map { $0.prefix(2) }).count == 2 })
        }
        #expect(across(known).count == 69)
        #expect(across(known).subtracting(across(found)).count <= 3)
        #expect(across(found).subtracting(across(known)).count <= 3)
    }

    private func requireAccounts() throws {
        let payroll = try document("payroll.json")
        let numbers = ["enrolments", "paid", "held"].map { payroll[$0] as? Int ?? 0 }
        #expect(numbers[0] == 1715)
        #expect(numbers[0] == numbers[1] + numbers[2])
        let reasons = payroll["held_by_reason"] as? [String: Int] ?? [:]
        #expect(reasons.values.reduce(0, +) == numbers[2])
        let hub = node("hub")
        let holds = try hub.run("payroll", "holds").value("holds") as? [[String: Any]] ?? []
        #expect(holds.count == numbers[2])
        #expect(holds.allSatisfy { !($0["reasons"] as? [String] ?? []).isEmpty })
        // Who is held is not paid, who is paid is paid once, and nobody is left out.
        let contents = try hub.contents()
        let paid = contents.values("enrolment", of: "entitlement").compactMap(\.reference)
        let held = Set(contents.values("enrolment", of: "hold").compactMap(\.reference))
        let all = Set(contents.records["enrolment"]?.keys.map { $0 } ?? [])
        #expect(paid.count == numbers[1])
        #expect(Set(paid).count == paid.count)
        #expect(held.isDisjoint(with: paid))
        #expect(held.union(paid) == all)
        // Whose case is open is held: the later registered of the two.
        let open = Set(contents.values("later_household", of: "duplicate_case"))
        let paidHouseholds = Set(contents.values("household", of: "entitlement"))
        #expect(open.count > 0)
        #expect(open.isDisjoint(with: paidHouseholds))
    }

    private func requireFiles() throws {
        let payroll = try document("payroll.json")
        let files = payroll["files"] as? [[String: Any]] ?? []
        #expect(files.count > 1)
        #expect(files.reduce(0) { $0 + ($1["payments"] as? Int ?? 0) } == payroll["paid"] as? Int)
        let paths = try files.map { root + "/files/" + (try #require($0["name"] as? String)) }
        let schema = "\(DemoFiles.root)/schemas/iso20022/pain.001.001.09.xsd"
        let check = try RunningProgram(
            ["xmllint", "--nonet", "--noout", "--schema", schema] + paths, program: "/usr/bin/env"
        ).wait()
        #expect(check.exitCode == 0, "\(check.errors)")
        // Exported once more, elsewhere: the same bytes, and no other payment.
        let again = try Program.run([
            "payroll", "export", "--data", root + "/hub", "--out", folder.path + "/again",
            "--actor", "maker", "--json",
        ])
        #expect(again.exitCode == 0, "\(again.errors)")
        var ends: [String] = []
        for path in paths {
            let name = (path as NSString).lastPathComponent
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(
                try bytes == Data(contentsOf: URL(fileURLWithPath: folder.path + "/again/" + name)))
            let text = String(decoding: bytes, as: UTF8.self)
            ends += text.matches(of: /<EndToEndId>([^<]+)</).map { String($0.1) }
        }
        #expect(ends.count == payroll["paid"] as? Int)
        #expect(Set(ends).count == ends.count)
    }
}
