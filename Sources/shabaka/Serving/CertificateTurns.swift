import ServiceLifecycle

/// A server with the certificate of the day: a renewed one is taken up without a restart of the
/// node, and while none can be used, the rest of the node goes on.
struct CertificateTurns<Identity: Equatable & Sendable, Server: Service>: Sendable {
    /// What is served, at the beginning of a sentence.
    let name: String
    let output: Output
    /// The certificate and its key, as they are now.
    let identity: @Sendable () throws -> Identity
    /// The server with them; throws when they do not belong together.
    let server: @Sendable (Identity) throws -> Server

    /// How often it looks for another certificate.
    private static var glanceSeconds: Int { 10 }

    func run() async throws {
        var said = ""
        var isFirst = true
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            let present: Identity
            let made: Server
            do {
                present = try identity()
                made = try server(present)
            } catch {
                let complaint = Complaint.text(of: error)
                if complaint != said {
                    output.message(
                        "\(name) does not listen: its certificate cannot be used (\(complaint)).")
                }
                said = complaint
                await cancelWhenGracefulShutdown { await pause() }
                continue
            }
            said = ""
            do {
                if try await isOver(made, present) { return }
            } catch where !isFirst {
                // Somebody took the port between two turns: it may be free again soon.
                output.message("\(name) does not listen (\(Complaint.text(of: error))).")
                await cancelWhenGracefulShutdown { await pause() }
            }
            isFirst = false
        }
    }

    /// Waits for the next look, or for the node's end.
    private func pause() async {
        // Cancelled is one way to end here.
        try? await Task.sleep(for: .seconds(Self.glanceSeconds))
    }

    /// Runs a server until it ends with the node, or until there is another certificate.
    private func isOver(_ server: Server, _ present: Identity) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await server.run()
                return true
            }
            group.addTask {
                await waitForAnother(than: present)
                return false
            }
            let isOver = try await group.next() ?? true
            if Task.isShuttingDownGracefully {
                // The server answers what was asked and ends by itself.
                try await group.waitForAll()
                return true
            }
            group.cancelAll()
            return isOver
        }
    }

    /// Returns when another certificate can be used, or the node is stopped.
    private func waitForAnother(than present: Identity) async {
        await cancelWhenGracefulShutdown {
            var said = ""
            while !Task.isCancelled {
                await pause()
                do {
                    let now = try identity()
                    guard now != present else { continue }
                    _ = try server(now)
                    return
                } catch {
                    // The other half of it may not be written yet.
                    let complaint = Complaint.text(of: error)
                    if complaint != said {
                        output.message(
                            "\(name) keeps its old certificate: the new one cannot be used "
                                + "(\(complaint)).")
                    }
                    said = complaint
                }
            }
        }
    }
}
