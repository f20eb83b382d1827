import Foundation
import Testing

/// What others may read of a node's folder, and what a process that was killed leaves in it.
@Suite struct NodeFolderTests {
    private let folder: TestFolder
    private let hub: TestNode

    init() throws {
        folder = try TestFolder()
        hub = TestNode(name: "HUB", data: folder.path + "/hub")
    }

    private func mode(_ path: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    private func makeOpenFolder() throws {
        try FileManager.default.createDirectory(
            atPath: hub.data, withIntermediateDirectories: true)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: hub.data)
    }

    @Test func `an empty folder that was there is closed to others, as is the registry`() throws {
        try makeOpenFolder()
        try hub.run("init", "--role", "hub", "--node", "HUB")
        #expect(try mode(hub.data) == 0o700)
        #expect(try mode(hub.data + "/keys") == 0o700)
        #expect(try mode(hub.data + "/registry.sqlite") == 0o600)
        #expect(try mode(hub.data + "/keys/signing.key") == 0o600)
    }

    @Test func `no node is made in a folder that others may enter and that holds something`()
        throws
    {
        try makeOpenFolder()
        let letter = hub.data + "/letter"
        try Data("Dear registrar".utf8).write(to: URL(fileURLWithPath: letter))
        let refused = try Program.run([
            "init", "--data", hub.data, "--role", "hub", "--node", "HUB",
        ])
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains("chmod 700"))
        #expect(try mode(hub.data) == 0o755)
        let names = try FileManager.default.contentsOfDirectory(atPath: hub.data)
        #expect(!names.contains("registry.sqlite"))
    }

    @Test func `a node that starts removes what was left, and nothing else`() throws {
        try hub.run("init", "--role", "hub", "--node", "HUB")
        let id = "01890a5d-ac96-774b-bcce-b302099a8057"
        let left = [
            "bundle.frames", "bundle-\(id).frames", "bundle-\(id).frames.sealed",
            "bundles/\(id).bundle", "imports/\(id)-1.csv", "restored.part",
            "import.staging.sqlite",
        ]
        let kept = [
            "bundles/up.bundle", "imports/\(id)-1.rejected.csv", "imports/persons.csv",
            "bundle-of-letters.frames", "restored.part.txt",
        ]
        for folder in ["bundles", "imports"] {
            try FileManager.default.createDirectory(
                atPath: hub.data + "/" + folder, withIntermediateDirectories: true)
        }
        for name in left + kept {
            try Data("a family".utf8).write(to: URL(fileURLWithPath: hub.data + "/" + name))
        }
        try hub.serve()
        for name in left {
            #expect(!FileManager.default.fileExists(atPath: hub.data + "/" + name), "\(name)")
        }
        for name in kept {
            #expect(FileManager.default.fileExists(atPath: hub.data + "/" + name), "\(name)")
        }
    }

    @Test func `the way in for commands is open to the node's user alone`() throws {
        try hub.run("init", "--role", "hub", "--node", "HUB")
        try hub.serve()
        try waitUntil("the socket is closed to others") {
            (try? mode(hub.data + "/control.sock")) == 0o600
        }
    }
}
