import Hummingbird
import NIOSSL
import Sync
import Synchronization
import Trust

/// Lets nobody pass without a certificate of a member, but on the routes that lead to one.
struct CertificateGate: RouterMiddleware {
    let membership: Membership
    private let known = KnownCertificates()

    init(_ membership: Membership) {
        self.membership = membership
    }

    func handle(
        _ request: Request, context: PeerContext,
        next: @concurrent (Request, PeerContext) async throws -> Response
    ) async throws -> Response {
        if let route = SyncRoute(rawValue: request.uri.path), route.isOpen,
            route.method == request.method
        {
            return try await next(request, context)
        }
        guard let presented = try await context.channel.nioSSL_peerCertificate().get() else {
            throw MembershipRefusal.certificateRequired
        }
        let certificate = try known.certificate(try presented.toDERBytes())
        var context = context
        context.peer = try await Blocking.run { [membership] in
            try membership.admit(certificate)
        }
        return try await next(request, context)
    }
}

/// Certificates that were read before: reading one takes a quarter of a millisecond.
private final class KnownCertificates: Sendable {
    private let byBytes = Mutex<[[UInt8]: Certificate]>([:])

    func certificate(_ der: [UInt8]) throws -> Certificate {
        if let known = byBytes.withLock({ $0[der] }) { return known }
        let certificate = try Certificate(der: der)
        byBytes.withLock { known in
            if known.count > 1000 { known.removeAll() }
            known[der] = certificate
        }
        return certificate
    }
}
