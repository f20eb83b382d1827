import ChangeLog
import Sync

/// A node's way to its upstream: one round after the other, over one connection that is kept.
actor UpstreamLink {
    private let directory: NodeDirectory
    private let journal: Journal
    private var client: (url: String, certificate: String, client: HTTPSClient)?
    private var last: Task<SyncRound.Summary, any Error>?

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
        let round = Task(executorPreference: BlockingExecutor.shared) {
            _ = await before?.result
            return try await self.runRound(output)
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
        if let client, client.url == upstream.url,
            client.certificate == credentials.certificatePEM
        {
            return client.client
        }
        client?.client.close()
        let new = HTTPSClient(baseURL: upstream.url, identity: credentials)
        client = (upstream.url, credentials.certificatePEM, new)
        return new
    }

    private func runRound(_ output: Output) async throws -> SyncRound.Summary {
        let connection = try connection()
        let round = SyncRound(journal)
        while let request = try round.next() {
            let answer = try await connection.post(
                "/v1/" + request.call.rawValue, body: request.body)
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
}
