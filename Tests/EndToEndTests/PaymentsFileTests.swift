import Foundation
import Testing

/// Nobody is paid from an account that nobody named.
@Suite struct PaymentsFileTests {
    private let folder: TestFolder
    private let hub: TestNode
    private var file: String { hub.data + "/payments.yaml" }

    init() throws {
        folder = try TestFolder()
        hub = TestNode(name: "HUB", data: folder.path + "/hub")
        try hub.run("init", "--role", "hub", "--node", "HUB")
    }

    private func open() throws -> Program.Run {
        try Program.run([
            "payroll", "open", "--data", hub.data, "--cycle", "2026-11", "--actor", "maker",
        ])
    }

    @Test func `a hub without its payments file makes no payroll and says what to do`() throws {
        try FileManager.default.removeItem(atPath: file)
        let refused = try open()
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains("There is no payments.yaml in “\(hub.data)”"))
        #expect(refused.errors.contains("deploy/packs/iraq-demo/payments.yaml"))
        try FileManager.default.copyItem(
            atPath: DemoFiles.root + "/deploy/packs/iraq-demo/payments.yaml", toPath: file)
        #expect(try open().exitCode == 0)
    }

    @Test(arguments: [
        ("debtor: {name: Ministry}\nbanks: []\n", "debtor: “account” is missing."),
        ("debtor: [\n", "cannot be used"),
    ])
    func `a payments file that cannot be read is named, with the place`(
        content: String, reason: String
    ) throws {
        try Data(content.utf8).write(to: URL(fileURLWithPath: file))
        let refused = try open()
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains(file))
        #expect(refused.errors.contains(reason), "\(refused.errors)")
    }
}
