import Foundation
import Sync
import Trust

/// The hub's own certificate, which nobody but the hub itself can renew.
struct HubCertificate {
    private let directory: NodeDirectory
    private let name: String

    init(_ directory: NodeDirectory, name: String) {
        self.directory = directory
        self.name = name
    }

    /// Issues a new one for the hosts that were given when the hub was made.
    func issue(_ authority: CertificateAuthority, now: Int64) throws {
        let hosts = try directory.text(of: directory.hosts).map {
            try JSONDecoder().decode([String].self, from: Data($0.utf8))
        }
        let key = try TLSKey.generate()
        let certificate = try authority.issue(
            request: try CertificateRequest.create(key: key), node: name,
            hosts: Membership.localHosts + (hosts ?? []), now: now,
            validSeconds: Membership.certificateSeconds)
        try NodeKeys(of: directory).keep(
            certificatePEM: certificate.pem, key: key, authorityPEM: authority.certificatePEM)
    }
}
