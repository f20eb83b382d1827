import Foundation
import Synchronization

/// Somebody who looks at a node's status all the time, and how long it takes to be shown.
final class PageWatch: Sendable {
    private struct State {
        var isOver = false
        var record: ClerkAtWork.Record?
    }

    private let port: UInt16
    private let name: String
    private let password: String
    private let state = Mutex(State())

    /// - Parameters:
    ///   - port: where the node's pages are, on this machine.
    ///   - name: an account that may see the status page.
    init(port: UInt16, name: String, password: String) {
        self.port = port
        self.name = name
        self.password = password
    }

    /// Signs in, and looks on a thread of its own from then on.
    ///
    /// - Throws: `PageClient.Broken`, `Failure.notLetIn`.
    func start() throws {
        let signed = try signedIn()
        nonisolated(unsafe) let client = signed  // the thread's alone from here on
        Thread.detachNewThread { [self] in
            let record = unsafe watch(client)
            state.withLock { $0.record = record }
        }
    }

    enum Failure: Error, CustomStringConvertible {
        case notLetIn(status: Int)

        var description: String {
            switch self {
            case .notLetIn(let status):
                "The account of the measurement was not let in (HTTP \(status))."
            }
        }
    }

    /// Ends it and gives what the answers took, in milliseconds, by page.
    func stop() -> ClerkAtWork.Record {
        state.withLock { $0.isOver = true }
        while true {
            if let record = state.withLock({ $0.record }) { return record }
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    private func signedIn() throws -> PageClient {
        let client = try PageClient(port: port)
        let answer = try client.post("/sign-in", [("name", name), ("password", password)])
        guard answer.status == 303 else { throw Failure.notLetIn(status: answer.status) }
        let page = try client.get("/status")
        guard page.status == 200 else { throw Failure.notLetIn(status: page.status) }
        return client
    }

    private func watch(_ client: PageClient) -> ClerkAtWork.Record {
        var client = client
        var record = ClerkAtWork.Record()
        while !state.withLock({ $0.isOver }) {
            for (kind, path) in [("status page", "/status"), ("status document", "/status.json")] {
                let start = ContinuousClock.now
                do {
                    let answer = try client.get(path)
                    if answer.status != 200 { record.errors += 1 }
                } catch {
                    record.errors += 1
                    // A connection that broke is an error and is made again.
                    do { client = try signedIn() } catch { continue }
                }
                record.times[kind, default: []].append(
                    (ContinuousClock.now - start) / .milliseconds(1))
            }
        }
        return record
    }
}
