import Casework
import ChangeLog
import Foundation
import Sync
import Synchronization

/// Asks the node above whether people are registered elsewhere, while somebody waits at the desk:
/// over a connection of its own, since a sync round may take long.
final class UpstreamQuestions: Sendable {
    private let directory: NodeDirectory
    private let journal: Journal
    private let state = Mutex(State())

    /// The way that was used last, and whether it is worth trying again.
    private struct State {
        var client: HTTPSClient?
        var url = ""
        var certificate = ""
        /// Milliseconds since 1970; nobody is asked before.
        var quietUntil: UInt64 = 0
    }

    /// A desk waits so long for an answer. A field office's question goes on to headquarters.
    private static let patienceSeconds = 1
    /// After a question without an answer the next ones do not wait, for so long.
    private static let quietMilliseconds: UInt64 = 15_000

    init(_ directory: NodeDirectory, journal: Journal) {
        self.directory = directory
        self.journal = journal
    }

    private func now() -> UInt64 { journal.clock.milliseconds }

    /// Asks and waits, for a second and a bit at most.
    ///
    /// - Parameter isPassedOn: whether the node above will ask the one above it.
    func ask(_ question: ElsewhereQuestion, isPassedOn: Bool) -> ElsewhereOutcome {
        guard now() >= state.withLock({ $0.quietUntil }) else { return .unreachable }
        let seconds = Self.patienceSeconds * (isPassedOn ? 2 : 1)
        let box = Box()
        let asking = Task {
            defer { box.isReady.signal() }
            // Offline is normal: without an answer the desk goes on.
            guard let findings = try? await post(question, seconds: seconds) else { return }
            box.answer.withLock { $0 = .answered(findings) }
        }
        if box.isReady.wait(timeout: .now() + .milliseconds(seconds * 1000 + 300)) == .timedOut {
            asking.cancel()
        }
        let outcome = box.answer.withLock { $0 }
        if outcome == .unreachable {
            state.withLock { $0.quietUntil = now() + Self.quietMilliseconds }
        }
        return outcome
    }

    /// What the task that asks and the thread that waits have in common.
    private final class Box: Sendable {
        let answer = Mutex<ElsewhereOutcome>(.unreachable)
        let isReady = DispatchSemaphore(value: 0)
    }

    private func post(
        _ question: ElsewhereQuestion, seconds: Int
    ) async throws -> [ElsewhereFinding] {
        let body = Array(try JSONEncoder().encode(question))
        let response = try await client().post(
            "/v1/ask", body: body, headers: [("Content-Type", "application/json")],
            timeoutSeconds: seconds)
        guard response.status == 200 else { throw PeerRefusal(response) }
        return try JSONDecoder().decode(ElsewhereAnswer.self, from: Data(response.body)).findings
    }

    private func client() throws -> HTTPSClient {
        guard let upstream = try NodeSettings(of: directory).upstream, !upstream.url.isEmpty,
            let credentials = try NodeKeys(of: directory).credentials()
        else { throw NodeFault.notJoined(directory.path) }
        return state.withLock { state in
            if let client = state.client, state.url == upstream.url,
                state.certificate == credentials.certificatePEM
            {
                return client
            }
            state.client?.close()
            var limits = HTTPSClient.Limits()
            limits.connectSeconds = Self.patienceSeconds
            limits.responseBytes = 1 << 20
            let client = HTTPSClient(
                baseURL: upstream.url, identity: credentials,
                trust: .authority(
                    credentials.caPEM, node: upstream.name,
                    memory: UpstreamCertificates(journal, of: upstream.name)),
                limits: limits)
            state.client = client
            state.url = upstream.url
            state.certificate = credentials.certificatePEM
            return client
        }
    }
}
