import Foundation
import Registry
import Testing

/// Processes that are killed in the middle of their work, as a loss of power does.
@Suite struct InterruptionTests {
    private static let areas: Set = ["IQ-BG"]
    private let folder: TestFolder
    private let hub: TestNode
    private let baghdad: TestNode
    private let paths: [String]
    private let rows: [Int]

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
        baghdad = try folder.node("IQ-BG", areas: "IQ-BG", below: hub)
        (paths, rows) = try DemoFiles.enlarge(5, in: folder.path)
    }

    /// Everybody of the files is registered, once, at the node.
    private func requireEverybodyOnce(at node: TestNode) throws {
        let contents = try node.contents()
        for (kind, (path, count)) in zip(["household", "person"], zip(paths, rows)) {
            let numbers = contents.values("number", of: kind).compactMap(\.text)
            #expect(numbers.count == count)
            #expect(Set(numbers) == Set(try DemoFiles.rows(path).dropFirst().map { $0[0] }))
        }
        #expect(contents.values("key", of: "source_record").count == rows[0] + rows[1])
        #expect(contents.values("unit", of: "enrolment").count == rows[0])
    }

    @Test func `a province killed while it imports and while it pushes loses and doubles nothing`()
        throws
    {
        try baghdad.serve()
        let first = try baghdad.start(["import"] + paths)
        try waitUntil("some families are registered") { try baghdad.count("households") > 0 }
        let seen = try baghdad.count("households")
        baghdad.stop(SIGKILL)
        #expect(first.wait().exitCode != 0)
        try baghdad.serve()
        #expect(try baghdad.count("households") >= seen)
        #expect(try baghdad.count("households") < rows[0], "killed too late to prove anything")
        let second = try Program.run(["import", "--data", baghdad.data, "--json"] + paths)
        #expect(second.exitCode == 0, "\(second.errors)")
        #expect(try second.value("changed") as? Int == 0)
        try requireEverybodyOnce(at: baghdad)

        let before = try hub.count("changesets")
        let push = try baghdad.start(["sync"])
        try waitUntil("the hub has merged a frame") { try hub.count("changesets") > before }
        baghdad.stop(SIGKILL)
        #expect(push.wait().exitCode != 0)
        #expect(try hub.count("households") < rows[0], "killed too late to prove anything")
        try baghdad.run("sync")
        try requireEverybodyOnce(at: hub)
        try requireAgreement(hub, baghdad, areas: Self.areas)
        for node in [hub, baghdad] { try requireSound(node) }
    }

    @Test func `a hub killed while it merges has what it acknowledged, and gets the rest`() throws {
        let load = try Program.run(["import", "--data", baghdad.data, "--json"] + paths)
        #expect(load.exitCode == 0, "\(load.errors)")
        for isFirst in [true, false] {
            let before = try hub.count("changesets")
            let push = try baghdad.start(["sync"])
            if !isFirst {
                try waitUntil("the hub has merged a frame") { try hub.count("changesets") > before }
            }
            // It works on the frame that came: between two frames it has nothing to do.
            let busy = try hub.processorTicks() + 10
            try waitUntil("the hub works on a frame") { try hub.processorTicks() > busy }
            hub.stop(SIGKILL)
            #expect(push.wait().exitCode == 1)
            let (above, below) = (try hub.position(), try baghdad.position())
            for (branch, sequence) in below.confirmed {
                #expect(above.held[branch] ?? 0 >= sequence, "confirmed, and lost")
            }
            try hub.serve()
            #expect(try hub.count("households") < rows[0], "killed too late to prove anything")
            try requireSound(hub)
        }
        try baghdad.run("sync")
        try requireEverybodyOnce(at: hub)
        try requireAgreement(hub, baghdad, areas: Self.areas)
        for node in [hub, baghdad] { try requireSound(node) }
    }
}
