import Foundation
import Registry
import Testing

/// Nodes that sync by themselves, as they do in service.
@Suite struct SyncLoopTests {
    private let folder: TestFolder
    private let hub: TestNode
    private let ninewa: TestNode
    private let family: OneFamily

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
        ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        family = try OneFamily(of: "IQ-NI", district: "03-1", in: folder.path)
    }

    /// So far away that no test sees the next round.
    private static let never = 86_400

    private func kind(_ node: TestNode) throws -> String? {
        try node.run("status").value("upstream", "link", "kind") as? String
    }

    @Test func `what was written before the start goes up by itself`() throws {
        try family.load(at: ninewa)
        ninewa.syncInterval = Self.never
        try ninewa.serve()
        try waitUntil("the family is at the hub") { try hub.count("households") == 1 }
        #expect(try family.area(at: hub) == "03-1")
        #expect(try kind(ninewa) == "online")
    }

    @Test func `a write goes up at once, however far the next round is`() throws {
        ninewa.syncInterval = Self.never
        try ninewa.serve()
        try waitUntil("the first round succeeded") { try kind(ninewa) == "online" }
        try family.load(at: ninewa)
        try waitUntil("the family is at the hub") { try hub.count("households") == 1 }
        #expect(try family.area(at: hub) == "03-1")
    }

    @Test func `what is written above comes down with one of the next rounds`() throws {
        ninewa.syncInterval = 1
        try ninewa.serve()
        try waitUntil("the first round succeeded") { try kind(ninewa) == "online" }
        try family.load(at: hub)
        try waitUntil("the family is at its province") { try ninewa.count("households") == 1 }
        #expect(try family.area(at: ninewa) == "03-1")
    }

    @Test func `a round that somebody else makes ends the wait after failures`() throws {
        hub.stop()
        ninewa.syncInterval = Self.never
        try ninewa.serve()
        try waitUntil("the first round failed") { try kind(ninewa) == "unreachable" }
        try hub.serve()
        try ninewa.run("sync")
        // The loop would sleep for a day; now it listens for writes again.
        try family.load(at: ninewa)
        try waitUntil("the family is at the hub") { try hub.count("households") == 1 }
        #expect(try family.area(at: hub) == "03-1")
    }
}
