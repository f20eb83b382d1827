public import Hummingbird
import NIOCore

/// A request on the sync port, and who sent it.
public struct PeerContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// The connection, which holds the peer's certificate.
    let channel: any Channel
    /// The node that the certificate speaks for; set by `CertificateGate`.
    var peer = ""

    public init(source: Source) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
