import Foundation
import Sync
import Trust

extension Node {
    /// Who makes the certificates of nodes below: the hub itself, or the hub asked through the
    /// upstream.
    func issuer(_ authorityPEM: String) throws -> CertificateIssuer {
        if let authority = try NodeKeys(of: directory).authority() {
            return .authority(authority)
        }
        return .upstream(authorityPEM: authorityPEM) { [self] request in
            do {
                let answer = try await link.connection().post(
                    "/v1/sign", body: Array(try JSONEncoder().encode(request)),
                    headers: [("Content-Type", "application/json")])
                guard answer.status == 200 else { throw PeerRefusal(answer) }
                return try JSONDecoder().decode(JoinAnswer.self, from: Data(answer.body))
            } catch {
                throw MembershipRefusal.authorityUnreachable(Complaint.text(of: error))
            }
        }
    }
}
