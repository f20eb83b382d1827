public import ChangeLog
import Foundation
import HTTPTypes
public import Hummingbird
import HummingbirdTLS
public import Logging
public import NIOCore
import NIOSSL
public import Sync
import Trust

/// The sync port: HTTP/1.1 over mutual TLS 1.3.
///
/// A client may come without a certificate, since it may come to get one; if it has one, TLS checks
/// that the federation's authority issued it and that it is in date. Who may do what is up to
/// `CertificateGate`.
public struct SyncListener: Sendable {
    private let server: SyncServer
    private let membership: Membership
    private let issuer: CertificateIssuer
    private let identity: HTTPSClient.Identity
    private let answerQuestion: (@Sendable ([UInt8], String) throws -> [UInt8])?
    /// Frames are merged one after the other; a frame in memory has up to 32 MB.
    private let pushes = Turnstile(most: 1, mostWaiting: 3)
    /// Pages are made from a read each; the node's own pages need readers, too.
    private let feeds = Turnstile(most: 2, mostWaiting: 6)
    /// Quick, and the first that a node asks: nobody is sent away.
    private let hellos = Turnstile(most: 2, mostWaiting: .max)

    /// - Parameters:
    ///   - identity: the node's certificate and key, and the authority that it trusts.
    ///   - issuer: who makes the certificates of nodes that join here.
    ///   - beforeFeed: called before a node below is answered with what is new.
    ///   - answerQuestion: answers what a node below asks at `SyncRoute.ask`, by its JSON and the
    ///     node's name; without it such questions are refused as busy.
    public init(
        _ journal: Journal, identity: HTTPSClient.Identity, issuer: CertificateIssuer,
        beforeFeed: (@Sendable () -> Void)? = nil,
        answerQuestion: (@Sendable (_ question: [UInt8], _ node: String) throws -> [UInt8])? = nil
    ) {
        self.answerQuestion = answerQuestion
        server = SyncServer(journal, beforeFeed: beforeFeed)
        // What cannot be read is refused by `application`.
        let own = try? Certificate(pem: identity.certificatePEM)
        membership = Membership(journal, certificate: own)
        self.identity = identity
        self.issuer = issuer
    }

    /// The server on an address, to be run beside others.
    ///
    /// - Throws: `NIOSSLError` when certificate and key do not fit.
    public func application(
        address: BindAddress, logger: Logger,
        onRunning: @escaping @Sendable (any Channel) async -> Void
    ) throws -> some ApplicationProtocol {
        let tls = try tls()
        // Otherwise a certificate without its key would be noticed only when the server runs.
        _ = try NIOSSLContext(configuration: tls)
        return Application(
            router: router(),
            server: try .tls(
                .http1(configuration: .init(idleTimeout: .seconds(120))), tlsConfiguration: tls),
            configuration: ApplicationConfiguration(
                address: address, serverName: "shabaka-sync"),
            onServerRunning: onRunning, logger: logger)
    }

    private func tls() throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(identity.certificatePEM.utf8))
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array(identity.keyPEM.utf8), format: .pem)))
        tls.minimumTLSVersion = .tlsv13
        tls.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(identity.caPEM.utf8)))
        tls.certificateVerification = .optionalVerification
        tls.applicationProtocols = ["http/1.1"]
        return tls
    }

    private func router() -> Router<PeerContext> {
        let router = Router(context: PeerContext.self)
        router.add(middleware: RefusalAnswers())
        router.add(middleware: CertificateGate(membership))
        for route in SyncRoute.allCases {
            router.on(RouterPath(route.rawValue), method: route.method) { request, context in
                let buffer = try await request.body.collect(upTo: route.maximumBytes)
                return try await answer(route, buffer, context)
            }
        }
        return router
    }

    private func answer(
        _ route: SyncRoute, _ body: ByteBuffer, _ context: PeerContext
    ) async throws -> Response {
        switch route {
        case .authority:
            return Self.response(Array(issuer.authorityPEM.utf8), "application/x-pem-file")
        case .join:
            let request = try Self.decode(JoinRequest.self, body)
            return try Self.response(try await membership.join(request, issuer: issuer))
        case .renew:
            let request = try Self.decode(RenewRequest.self, body)
            return try Self.response(try await membership.renew(request, issuer: issuer))
        case .sign:
            guard case .authority(let authority) = issuer else {
                throw MembershipRefusal.notAProvince(context.peer)
            }
            let request = try Self.decode(SignRequest.self, body)
            return try Self.response(
                try await Blocking.run { [membership, peer = context.peer] in
                    try membership.sign(request, from: peer, authority: authority)
                })
        case .ask:
            guard let answerQuestion else { throw SyncRefusal.busy }
            let bytes = Array(body.readableBytesView)
            return Self.response(
                try await Blocking.run { [peer = context.peer] in
                    try answerQuestion(bytes, peer)
                }, "application/json")
        case .hello: return try await hellos.pass { try await call(.hello, body, context) }
        case .push: return try await pushes.pass { try await call(.push, body, context) }
        case .pull: return try await feeds.pass { try await call(.pull, body, context) }
        case .feed: return try await feeds.pass { try await call(.feed, body, context) }
        }
    }

    private func call(
        _ call: SyncServer.Call, _ body: ByteBuffer, _ context: PeerContext
    ) async throws -> Response {
        let bytes = Array(body.readableBytesView)
        let answer = try await Blocking.run { [server, peer = context.peer] in
            try server.answer(call, bytes, from: peer)
        }
        return Self.response(answer, "application/octet-stream")
    }

    private static func decode<Message: Decodable>(
        _ type: Message.Type, _ body: ByteBuffer
    ) throws -> Message {
        try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    }

    private static func response(_ message: some Encodable) throws -> Response {
        response(Array(try JSONEncoder().encode(message)), "application/json")
    }

    private static func response(_ bytes: [UInt8], _ type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
