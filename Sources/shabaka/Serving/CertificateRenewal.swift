import Foundation
import Sync
import Synchronization
import Trust

/// Replaces the node's certificate well before it ends, and when it is of no use.
struct CertificateRenewal {
    /// A third of its life is left: a month of attempts.
    static let marginSeconds = Membership.certificateSeconds / 3
    /// So old is a certificate at least that is replaced because the upstream refuses it: two
    /// copies of one node do not take turns all day.
    static let refusedSeconds: Int64 = 86_400
    /// With these words the upstream asks for a renewal.
    private static let renewFirst: Set<String> = [
        MembershipRefusal.certificateReplaced("").code,
        MembershipRefusal.certificateUnknown("").code,
    ]

    private let node: Node

    init(_ node: Node) {
        self.node = node
    }

    /// Looks every hour until it is cancelled: for a node that syncs only when told.
    func renewWhenDue(_ output: Output) async {
        while !Task.isCancelled {
            // Cancelled is the way to end here.
            try? await Task.sleep(for: .seconds(3600))
            guard !Task.isCancelled else { return }
            do {
                try await renewIfDue(output)
            } catch {
                say(Complaint.text(of: error), output)
            }
        }
    }

    /// Renews when it is due. A failure is said and, while the old certificate is good, no more.
    func renewIfDue(_ output: Output) async throws {
        let keys = NodeKeys(of: node.directory)
        guard let reason = try reason(keys, output) else { return }
        do {
            if let authority = try keys.authority() {
                try HubCertificate(node.directory, name: node.name)
                    .issue(authority, now: node.nowSeconds)
            } else {
                guard let upstream = try node.settings().upstream else {
                    throw NodeFault.notJoined(node.name)
                }
                guard !upstream.url.isEmpty else { return say(byBundles(reason), output) }
                try await Joining(node, upstreamURL: upstream.url).renew()
            }
            node.certificateComplaint.withLock { $0 = "" }
            output.message("The certificate of \(node.name) was renewed.")
        } catch {
            say("\(reason) It cannot be renewed: \(Complaint.text(of: error))", output)
        }
    }

    /// Why the certificate is to be replaced now; nil when it is not, or there is none.
    private func reason(_ keys: NodeKeys, _ output: Output) throws -> String? {
        guard try node.directory.text(of: node.directory.certificate) != nil else { return nil }
        guard try keys.areAPair(), let certificate = try keys.certificate() else {
            return "The certificate of \(node.name) does not belong to its key."
        }
        let left = certificate.notAfter - node.nowSeconds
        if left < Self.marginSeconds {
            let end = left < 0 ? "has ended" : "ends in \(left / 86_400) days"
            let authority = try node.directory.text(of: node.directory.authority)
                .map { try Certificate(pem: $0) }
            // Nothing outlives the authority: a new certificate would end on the same day.
            guard let authority, authority.notAfter <= certificate.notAfter else {
                return "The certificate of \(node.name) \(end)."
            }
            say(
                "The federation's authority \(end), and every certificate with it: headquarters "
                    + "must make a new one.", output)
        }
        let code = node.link.state.withLock { $0.code }
        let isUnknown = code == MembershipRefusal.certificateUnknown("").code
        if let code, Self.renewFirst.contains(code),
            isUnknown || node.nowSeconds - certificate.issued > Self.refusedSeconds
        {
            return "The certificate of \(node.name) is refused by its upstream."
        }
        return nil
    }

    private func byBundles(_ reason: String) -> String {
        "\(reason) Bundles need none; for pages over TLS, or before a network comes, ask for a new "
            + "one: “shabaka join --request”."
    }

    /// Says it once, until something else is to be said.
    private func say(_ text: String, _ output: Output) {
        let isNew = node.certificateComplaint.withLock { last in
            defer { last = text }
            return last != text
        }
        if isNew { output.message(text) }
    }
}
