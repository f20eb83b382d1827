import Foundation
import Sync
import Testing
import Trust

@Suite struct JoinTests {
    private let folder: TestFolder
    private let hub: TestNode

    init() throws {
        folder = try TestFolder()
        hub = try folder.hub()
    }

    private func names(_ node: TestNode) throws -> [String] {
        let nodes = try node.run("node", "list").value("nodes") as? [[String: Any]] ?? []
        return nodes.compactMap { $0["name"] as? String }
    }

    @Test func `hub, two provinces and a field office know the same nodes after a round each`()
        throws
    {
        let ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        let baghdad = try folder.node("IQ-BG", areas: "IQ-BG", below: hub)
        try ninewa.serve()
        let office = try folder.node("IQ-NI-F03", areas: "03-1,03-2", below: ninewa)
        for node in [ninewa, baghdad, office] { try node.run("sync") }
        for node in [hub, ninewa, baghdad, office] {
            #expect(try names(node) == ["HUB", "IQ-BG", "IQ-NI", "IQ-NI-F03"])
        }
        #expect(try office.run("status").value("role") as? String == "field")
        #expect(try hub.run("status").value("counts", "changesets") as? Int ?? 0 > 0)
    }

    @Test func `a token lets one node in, and the same node again when it did not hear the answer`()
        throws
    {
        let token = try hub.token(for: "IQ-NI", areas: "IQ-NI")
        let join = ["join", "--upstream", hub.syncURL, "--token", token, "--data"]
        #expect(try Program.run(join + [folder.path + "/first"]).exitCode == 0)
        let other = try Program.run(join + [folder.path + "/second"])
        #expect(other.exitCode == 1)
        #expect(other.errors.contains("used by another node"))
        #expect(try Program.run(join + [folder.path + "/first"]).exitCode == 0)
    }

    @Test func `a token that nobody gave out is refused`() throws {
        var token = try #require(JoinToken(try hub.token(for: "IQ-NI", areas: "IQ-NI")))
        token.secret[0] ^= 1
        let run = try Program.run([
            "join", "--data", folder.path + "/ni", "--upstream", hub.syncURL, "--token",
            token.text,
        ])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("Nobody here gave out this token"))
    }

    @Test func `nothing is sent to whoever is not of the token's federation`() throws {
        let elsewhere = try TestFolder()
        let token = try elsewhere.hub().token(for: "IQ-NI", areas: "IQ-NI")
        let run = try Program.run([
            "join", "--data", folder.path + "/ni", "--upstream", hub.syncURL, "--token", token,
        ])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("Nothing was sent"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/ni/keys/tls.pem"))
    }

    @Test(arguments: [
        ("IQ-NI-F09", "01-1", "foreign-area"), ("HUB", "03-1", "name-taken"),
        ("IQ-BG", "03-1", "name-taken"), ("a,b", "03-1", "bad-name"),
    ])
    func `a province vouches only for what lies below it`(
        node: String, area: String, code: String
    ) async throws {
        let ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        _ = try folder.node("IQ-BG", areas: "IQ-BG", below: hub)
        let key = try CertifiedKey(
            node: node, tlsKey: .generate(), signingKey: .generate())
        let request = try JSONSerialization.data(withJSONObject: [
            "node": node, "areas": [area], "hosts": [] as [String],
            "key": JSONSerialization.jsonObject(with: JSONEncoder().encode(key)),
        ])
        let answer = try await hub.client(as: ninewa.credentials())
            .post("/v1/sign", body: Array(request))
        #expect(answer.status >= 400)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("\"\(code)\""))
    }

    @Test func `a member renews its certificate with its signing key, and nobody else does`()
        async throws
    {
        let ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        let client = try hub.client(as: nil)
        for (key, status) in [
            (try SigningKey(pem: try ninewa.key("signing.key")), 200),
            (try SigningKey.generate(), 403),
        ] {
            let request = RenewRequest(
                node: "IQ-NI",
                key: try CertifiedKey(node: "IQ-NI", tlsKey: .generate(), signingKey: key))
            let answer = try await client.post(
                "/v1/renew", body: Array(try JSONEncoder().encode(request)))
            #expect(answer.status == status)
        }
    }

    @Test(arguments: ["hub.example.iq", "HUB.Example.IQ"])
    func `a province cannot vouch for a node under the hub's host`(host: String) async throws {
        let ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        try hub.run("pki", "renew", "--host", "hub.example.iq")
        hub.stop()
        try hub.serve()
        let key = try CertifiedKey(
            node: "IQ-NI-F09", tlsKey: .generate(), signingKey: .generate())
        let request = try JSONSerialization.data(withJSONObject: [
            "node": "IQ-NI-F09", "areas": ["03-1"], "hosts": [host],
            "key": JSONSerialization.jsonObject(with: JSONEncoder().encode(key)),
        ])
        let answer = try await hub.client(as: ninewa.credentials())
            .post("/v1/sign", body: Array(request))
        #expect(answer.status == 403)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("\"foreign-host\""))
    }

    @Test func `a node says nothing to another member where its upstream should be`() throws {
        let ninewa = try folder.node("IQ-NI", areas: "IQ-NI", below: hub)
        try ninewa.serve()
        let office = try folder.node("IQ-NI-F03", areas: "03-1", below: ninewa)
        let moved = try Program.run(["join", "--data", office.data, "--upstream", hub.syncURL])
        #expect(moved.exitCode == 1)
        #expect(moved.errors.contains("its certificate is not that of IQ-NI"), "\(moved.errors)")
        let token = try ninewa.token(for: "IQ-NI-F04", areas: "03-2")
        let joined = try Program.run([
            "join", "--data", folder.path + "/f04", "--upstream", hub.syncURL, "--token", token,
        ])
        #expect(joined.exitCode == 1)
        #expect(joined.errors.contains("its certificate is not that of IQ-NI"))
    }
}
