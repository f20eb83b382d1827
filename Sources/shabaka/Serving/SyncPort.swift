import Foundation
import Hummingbird
import Listener
import Logging
import NIOCore
import ServiceLifecycle
import Sync
import Synchronization
import Trust

/// The sync port, with the certificate of the day: a renewed one is taken up without a restart of
/// the node.
struct SyncPort: Service {
    let node: Node
    let address: BindAddress
    let output: Output
    let logger: Logger

    func run() async throws {
        while true {
            guard let identity = try node.credentials() else {
                output.message(
                    "\(node.name) has not joined yet, so it does not listen for nodes below.")
                try await gracefulShutdown()
                return
            }
            let listener = SyncListener(
                node.journal, identity: identity, issuer: try node.issuer(identity.caPEM),
                beforeFeed: { ArrivalLoop.lookInRound(node, output) },
                answerQuestion: { try node.answerQuestion($0, from: $1) })
            let application = try listener.application(address: address, logger: logger) {
                channel in
                announce(channel)
            }
            let isOver = try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await application.run()
                    return true
                }
                group.addTask {
                    await waitForAnother(than: identity.certificatePEM)
                    return false
                }
                let first = try await group.next() ?? true
                group.cancelAll()
                return first || Task.isShuttingDownGracefully
            }
            if isOver { return }
        }
    }

    private func announce(_ channel: any Channel) {
        guard let port = channel.localAddress?.port else { return }
        let host = channel.localAddress?.ipAddress ?? "127.0.0.1"
        node.listening.withLock { $0["sync"] = "https://\(host):\(port)" }
        output.message("sync: https://\(host):\(port)")
    }

    /// Returns when the node has another certificate, or is stopped.
    private func waitForAnother(than certificatePEM: String) async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(60))
                // A certificate that cannot be read now can be read a minute later.
                let now = (try? node.credentials()) ?? nil
                if let now, now.certificatePEM != certificatePEM { return }
            }
        }
    }
}
