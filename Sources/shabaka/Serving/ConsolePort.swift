import Hummingbird
import Logging
import ServiceLifecycle

/// The port of the pages, over TLS with the certificate of the day.
struct ConsolePort: Service {
    let console: ConsoleServer
    let address: BindAddress
    /// What the pages' browsers trust, as it is now; nil where nothing leaves the machine.
    let identity: (@Sendable () throws -> ConsoleServer.Identity)?
    let output: Output
    let logger: Logger

    func run() async throws {
        guard let identity else {
            try await server(nil).run()
            return
        }
        try await CertificateTurns(
            name: "The console", output: output, identity: identity,
            server: { try server($0) }
        ).run()
    }

    /// The server of the pages. Throws `NIOSSLError` when certificate and key do not fit.
    func server(_ identity: ConsoleServer.Identity?) throws -> some ApplicationProtocol {
        try console.application(address: address, identity: identity, logger, output)
    }
}
