import Foundation
import Testing
import Trust

/// Certificates that ended, as after a winter without a network.
@Suite struct RenewalTests {
    private let folder: TestFolder
    private let hub: TestNode
    private let ninewa: TestNode
    private let office: TestNode

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
        ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        try ninewa.serve()
        office = try folder.node("IQ-NI-F03", areas: "03-1,03-2", below: ninewa)
        try office.run("sync")
        try ninewa.run("sync")
        try office.run("sync")
    }

    @Test func `a node whose certificate has ended gets a new one, at every tier`() throws {
        ninewa.stop()
        hub.stop()
        for node in [hub, ninewa, office] { try node.outlive(authorityOf: hub) }
        let refused = try Program.run(["sync", "--data", office.data])
        #expect(refused.exitCode == 1)
        for node in [hub, ninewa, office] {
            let before = try node.key("tls.pem")
            try node.serve()
            #expect(try node.key("tls.pem") != before)
            #expect(try node.run("status").value("certificate_days") as? Int ?? 0 >= 89)
        }
        for node in [office, ninewa, office] { try node.run("sync") }
        try requireAgreement(hub, ninewa, areas: ["IQ-NI"])
        try requireAgreement(ninewa, office, areas: ["03-1", "03-2"])
    }

    @Test func `an office that is only switched on to sync renews its certificate by that`()
        throws
    {
        try office.outlive(authorityOf: hub)
        let before = try office.key("tls.pem")
        ninewa.stop()
        #expect(try Program.run(["sync", "--data", office.data]).exitCode == 1)
        #expect(try office.key("tls.pem") == before)
        try ninewa.serve()
        try office.run("sync")
        #expect(try office.key("tls.pem") != before)
    }

    @Test func `a revoked node gets no new certificate`() throws {
        try hub.run(
            "node", "revoke", "IQ-NI-F03", "--reason", "laptop stolen", "--actor", "admin")
        try ninewa.run("sync")
        try office.outlive(authorityOf: hub)
        let before = try office.key("tls.pem")
        try office.serve()
        #expect(try office.key("tls.pem") == before)
        #expect(office.stop() == 0)
        let refused = try Program.run(["sync", "--data", office.data])
        #expect(refused.exitCode == 1)
    }
}
