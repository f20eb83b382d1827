import Foundation
import Hummingbird
import Listener
import Logging
import NIOCore
import ServiceLifecycle
import Sync
import Synchronization
import Trust

/// The sync port, with the certificate of the day.
struct SyncPort: Service {
    let node: Node
    let address: BindAddress
    let output: Output
    let logger: Logger

    func run() async throws {
        guard try node.credentials() != nil else {
            output.message(
                "\(node.name) has not joined yet, so it does not listen for nodes below.")
            try await gracefulShutdown()
            return
        }
        try await CertificateTurns(
            name: "The sync port", output: output,
            identity: {
                guard let identity = try node.credentials() else {
                    throw NodeFault.notJoined(node.name)
                }
                return identity
            },
            server: { try server($0) }
        ).run()
    }

    private func server(_ identity: HTTPSClient.Identity) throws -> some ApplicationProtocol {
        let listener = SyncListener(
            node.journal, identity: identity, issuer: try node.issuer(identity.caPEM),
            beforeFeed: { ArrivalLoop.lookInRound(node, output) },
            answerQuestion: { try node.answerQuestion($0, from: $1) })
        return try listener.application(address: address, logger: logger) { channel in
            announce(channel)
        }
    }

    private func announce(_ channel: any Channel) {
        guard let port = channel.localAddress?.port else { return }
        let host = channel.localAddress?.ipAddress ?? "127.0.0.1"
        node.listening.withLock { $0["sync"] = "https://\(host):\(port)" }
        output.message("sync: https://\(host):\(port)")
    }
}
