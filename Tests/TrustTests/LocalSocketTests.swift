import Foundation
import Sync
import Synchronization
import Testing

/// Commands talk to the running node through a socket in its directory.
@Suite(.enabled(if: Command.hasPython, "needs python3"), .timeLimit(.minutes(2)))
struct LocalSocketTests {
    let folder: TemporaryFolder
    let server: TestServer
    let client: HTTPSClient

    init() throws {
        folder = try TemporaryFolder()
        server = try TestServer(folder: folder, options: ["socket=\(folder.path)/node.sock"])
        client = HTTPSClient(unixSocket: "\(folder.path)/node.sock")
    }

    @Test func `requests go through the socket`() async throws {
        let answer = try await client.post("/echo", body: Array("status".utf8))
        #expect(answer.status == 200)
        #expect(answer.body == Array("status".utf8))
        #expect(try await client.get("/connection").body == [UInt8(ascii: "1")])
    }

    @Test func `an answer comes piece by piece, whatever its status`() async throws {
        let seen = Mutex<[UInt8]>([])
        let status = try await client.stream("/lines", body: Array("a bb ccc".utf8)) { chunk in
            seen.withLock { $0 += chunk }
        }
        #expect(status == 202)
        let text = seen.withLock { String(decoding: $0, as: UTF8.self) }
        #expect(text == "a\nbb\nccc\n")
    }

    @Test func `an endless answer ends with the task that waits for it`() async throws {
        let (chunks, signal) = AsyncStream.makeStream(of: [UInt8].self)
        let task = Task { [client] in
            try await client.stream("/endless", body: []) { signal.yield($0) }
        }
        for await _ in chunks.prefix(1) { task.cancel() }
        await #expect(throws: HTTPSClient.Failure.cancelled) { _ = try await task.value }
        #expect(try await client.get("/connection").status == 200)
    }

    @Test func `closing the client ends what is under way`() async throws {
        let client = client
        await #expect(throws: HTTPSClient.Failure.cancelled) {
            _ = try await client.stream("/endless", body: []) { _ in client.close() }
        }
    }

    @Test func `a node that does not run is told as such`() async throws {
        let nobody = HTTPSClient(unixSocket: folder.path + "/nobody.sock")
        await #expect(throws: HTTPSClient.Failure.self) { try await nobody.get("/connection") }
    }
}
