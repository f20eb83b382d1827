import Sync
import Trust

/// Replaces the node's certificate well before it ends.
struct CertificateRenewal {
    /// A third of its life is left: a month of attempts.
    static let marginSeconds = Membership.certificateSeconds / 3

    private let node: Node

    init(_ node: Node) {
        self.node = node
    }

    /// Renews when it is due. A failure is said and, while the old certificate is good, no more.
    func renewIfDue(_ output: Output) async throws {
        let keys = NodeKeys(of: node.directory)
        guard let certificate = try keys.certificate() else { return }
        let left = certificate.notAfter - node.nowSeconds
        guard left < Self.marginSeconds else { return }
        do {
            if let authority = try keys.authority() {
                try HubCertificate(node.directory, name: node.name)
                    .issue(authority, now: node.nowSeconds)
            } else if let upstream = try node.settings().upstream {
                try await Joining(node, upstreamURL: upstream.url).renew()
            }
            output.message("The certificate of \(node.name) was renewed.")
        } catch {
            output.message(
                "The certificate of \(node.name) ends in \(left / 86_400) days and cannot be "
                    + "renewed: \(Complaint.text(of: error))")
        }
    }
}
