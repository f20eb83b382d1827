import Sync
import Testing

/// What a peer may not make this node do: follow, hold, wait.
extension HTTPSClientTests {
    @Test func `redirects are answers`() async throws {
        let server = try TestServer(folder: folder)
        #expect(try await client(of: server).get("/redirect").status == 302)
    }

    @Test(arguments: ["/long", "/long-chunks"])
    func `an answer that is too long is cut off`(path: String) async throws {
        let server = try TestServer(folder: folder)
        var limits = HTTPSClient.Limits()
        limits.responseBytes = 199_999
        let short = client(of: server, limits: limits)
        await expect(.tooLarge(limitBytes: 199_999)) {
            _ = try await short.get(path)
        }
        limits.responseBytes = 200_000
        #expect(try await client(of: server, limits: limits).get(path).body.count == 200_000)
    }

    @Test func `a silent peer is given up`() async throws {
        let server = try TestServer(folder: folder)
        var limits = HTTPSClient.Limits()
        limits.getSeconds = 1
        let client = client(of: server, limits: limits)
        await expect("timeout") {
            _ = try await client.get("/silent")
        }
        #expect(try await client.get("/connection").status == 200)
    }

    @Test func `what moves slowly is waited for where no total is set`() async throws {
        let server = try TestServer(folder: folder)
        var limits = HTTPSClient.Limits()
        limits.silenceSeconds = 2
        let client = client(of: server, limits: limits)
        await expect("timeout") {
            _ = try await client.post("/slow", body: [], timeoutSeconds: 1)
        }
        let whole = try await client.post("/slow", body: [], timeoutSeconds: 0)
        #expect(whole.body.count == 6000)
    }

    @Test func `after a broken connection the next request opens another`() async throws {
        let server = try TestServer(folder: folder)
        let client = client(of: server)
        await expect("unreachable") {
            _ = try await client.get("/broken")
        }
        #expect(try await client.get("/connection").status == 200)
    }

    @Test func `where nobody listens nobody answers`() async throws {
        var server: TestServer? = try TestServer(folder: folder)
        let client = try client(of: #require(server))
        server = nil
        await expect("unreachable") {
            _ = try await client.get("/connection")
        }
    }
}
