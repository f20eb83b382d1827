import ChangeLog
import Storage
import Sync
import Synchronization
import Trust

/// A node's way to its upstream: one round after the other, over one connection that is kept.
actor UpstreamLink {
    private let directory: NodeDirectory
    private let journal: Journal
    private var client: (url: String, certificate: String, client: HTTPSClient)?
    private var last: Task<SyncRound.Summary, any Error>?
    /// How large the next round's frames may be: smaller after one that did not get through, so
    /// that the next does before the line breaks.
    private var frameBytes = PushFrame.maximumBytes
    /// How the last rounds went.
    nonisolated let state = Mutex(LinkState())

    init(_ directory: NodeDirectory, journal: Journal) {
        self.directory = directory
        self.journal = journal
    }

    /// Runs one round: says hello, pushes what the upstream lacks, takes what it says.
    ///
    /// - Throws: `NodeFault.notJoined`, `SyncRefusal`, `HTTPSClient.Failure`, `StoreError`.
    func round(_ output: Output) async throws -> SyncRound.Summary {
        // Two rounds at once would push the same frames: the second waits for the first.
        let before = last
        let round = Task(executorPreference: WorkerThreads.background) {
            _ = await before?.result
            do {
                let summary = try await self.runRound(output)
                self.note(.online, forked: summary.forked)
                return summary
            } catch {
                self.note(error)
                throw error
            }
        }
        last = round
        return try await withTaskCancellationHandler {
            try await round.value
        } onCancel: {
            round.cancel()
        }
    }

    /// A connection to the upstream under this node's own name.
    func connection() throws -> HTTPSClient {
        guard let upstream = try NodeSettings(of: directory).upstream,
            let credentials = try NodeKeys(of: directory).credentials()
        else { throw NodeFault.notJoined(journal.identity.name) }
        guard !upstream.url.isEmpty else {
            throw NodeFault.noAddress(journal.identity.name, upstream: upstream.name)
        }
        if let client, client.url == upstream.url,
            client.certificate == credentials.certificatePEM
        {
            return client.client
        }
        client?.client.close()
        let new = HTTPSClient(
            baseURL: upstream.url, identity: credentials,
            trust: .authority(
                credentials.caPEM, node: upstream.name,
                memory: UpstreamCertificates(journal, of: upstream.name)))
        client = (upstream.url, credentials.certificatePEM, new)
        return new
    }

    private func runRound(_ output: Output) async throws -> SyncRound.Summary {
        do {
            let summary = try await exchange(output)
            frameBytes = min(frameBytes * 2, PushFrame.maximumBytes)
            return summary
        } catch let failure as HTTPSClient.Failure {
            if case .timeout = failure { frameBytes = max(frameBytes / 2, Self.leastFrameBytes) }
            throw failure
        }
    }

    private func exchange(_ output: Output) async throws -> SyncRound.Summary {
        let connection = try connection()
        let upstream = try NodeSettings(of: directory).upstream?.name
        let round = SyncRound(
            journal, upstream: upstream, frameBytes: frameBytes,
            freeDisk: directory.freeDiskBytes())
        while let request = try round.next() {
            let answer = try await ask(connection, request)
            if answer.status == 200 {
                try round.take(answer.body)
            } else {
                let refusal = PeerRefusal(answer)
                guard let known = refusal.refusal, round.take(known) else { throw refusal }
            }
            if round.summary.pushedChangesets > 0 || round.summary.receivedRecords > 0 {
                output.progress(
                    "sync", done: round.summary.pushedChangesets + round.summary.receivedRecords,
                    total: nil)
            }
        }
        return round.summary
    }

    /// What one changeset may have at most.
    private static let leastFrameBytes = 256 << 10

    /// How often an upstream that is busy is asked again before the round is given up.
    private static let mostAttempts = 30

    /// Asks, and asks again while the upstream is busy with others: after half a second, then
    /// later and later up to ten seconds, give or take a fifth, so that all get their turn.
    private func ask(
        _ connection: HTTPSClient, _ request: SyncRound.Request
    ) async throws -> HTTPSClient.Response {
        var patience = Backoff(intervalSeconds: 0.5, longestSeconds: 10)
        while true {
            // It takes as long as the line needs, while something moves.
            let answer = try await connection.post(
                "/v1/" + request.call.rawValue, body: request.body, timeoutSeconds: 0)
            guard answer.status == SyncRefusal.busy.status,
                PeerRefusal(answer).code == SyncRefusal.busy.code,
                patience.failures < Self.mostAttempts
            else { return answer }
            state.withLock { $0.busyAnswers += 1 }
            let seconds = patience.delaySeconds(random: SecureRandom.word())
            patience.fail()
            try await Task.sleep(for: .seconds(seconds))
        }
    }

    // MARK: How it goes

    private nonisolated func note(
        _ kind: LinkState.Kind, code: String? = nil, complaint: String? = nil,
        forked: [String]? = nil
    ) {
        state.withLock { state in
            if state.kind != kind || state.since == 0 { state.since = journal.clock.milliseconds }
            state.kind = kind
            if kind == .online { state.successes += 1 }
            state.failures = kind == .online ? 0 : state.failures + 1
            state.code = code
            state.complaint = complaint
            state.forked = forked ?? state.forked
        }
    }

    private nonisolated func note(_ error: any Error) {
        let complaint = Complaint.text(of: error)
        switch error {
        case is CancellationError, HTTPSClient.Failure.cancelled: break
        case let refusal as PeerRefusal:
            note(.refused, code: refusal.code, complaint: complaint)
        case let refusal as SyncRefusal:
            note(.refused, code: refusal.code, complaint: complaint)
        case HTTPSClient.Failure.refusedByPeer(let alert):
            // In TLS's own words; the codes of the sync port are the same.
            note(
                .refused, code: alert.split(separator: " ").joined(separator: "-"),
                complaint: complaint)
        case is HTTPSClient.Failure: note(.unreachable, complaint: complaint)
        default: note(.broken, complaint: complaint)
        }
    }
}
