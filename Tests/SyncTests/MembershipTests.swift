import ChangeLog
import Foundation
import Registry
import Storage
import Sync
import Testing
import Trust

/// The life of certificates at a hub: given out, renewed before and after their end, taken away,
/// given out anew.
@Suite struct MembershipTests {
    private let tiers: ThreeTiers
    private let authority: CertificateAuthority
    private let membership: Membership
    private let now: Int64 = 1_700_000_000

    init() throws {
        tiers = try ThreeTiers()
        try tiers.syncAll()
        authority = try CertificateAuthority.create(name: "Hub", now: now, validDays: 3650)
        membership = Membership(tiers.hub)
        try tiers.hub.write { session in
            let area = try session.creation(
                of: "area", ["code": .text("b"), "kind": .text("province")])
            try session.append([area], by: ThreeTiers.clerk)
        }
    }

    private var issuer: CertificateIssuer { .authority(authority) }

    private func join(_ key: SigningKey) async throws -> Certificate {
        let token = try membership.issueToken(
            node: "Q", areas: ["b"], hosts: [], authority: authority.fingerprint)
        let answer = try await membership.join(
            JoinRequest(
                secret: token.secret,
                key: try CertifiedKey(node: "Q", tlsKey: .generate(), signingKey: key)),
            issuer: issuer)
        return try Certificate(pem: answer.certificate)
    }

    private func renew(_ key: SigningKey) async throws -> Certificate {
        let answer = try await membership.renew(
            RenewRequest(
                node: "Q", key: try CertifiedKey(node: "Q", tlsKey: .generate(), signingKey: key)),
            issuer: issuer)
        return try Certificate(pem: answer.certificate)
    }

    private func revoke(_ name: String) throws {
        try tiers.hub.write { session in
            for id in try session.transaction.rows(
                "SELECT id FROM node WHERE name = $1 AND revoked_on IS NULL", .text(name)
            ).compactMap({ $0.id(0) }) {
                _ = try session.append(
                    [try session.edit(of: "node", id, ["revoked_on": .integer(1)])],
                    by: ThreeTiers.clerk)
            }
        }
    }

    @Test(arguments: [30, 89, 91, 400])
    func `a member renews before and after its certificate's end`(days: UInt64) async throws {
        let key = try SigningKey.generate()
        let first = try await join(key)
        #expect(try membership.admit(first) == "Q")
        tiers.pass(days * 86_400_000)
        if days > 90 {
            #expect(throws: MembershipRefusal.certificateExpired) { try membership.admit(first) }
        }
        let second = try await renew(key)
        #expect(try membership.admit(second) == "Q")
        #expect(second.serialHex != first.serialHex)
    }

    @Test func `a revoked node is refused with every certificate, and cannot renew`() async throws {
        let key = try SigningKey.generate()
        let first = try await join(key)
        let second = try await renew(key)
        try revoke("Q")
        for certificate in [first, second] {
            #expect(throws: MembershipRefusal.revoked("Q")) { try membership.admit(certificate) }
        }
        await #expect(throws: MembershipRefusal.revoked("Q")) { try await renew(key) }
    }

    @Test func `a lost laptop's name joins again, and only the old one stays out`() async throws {
        let lost = try SigningKey.generate()
        let old = try await join(lost)
        try revoke("Q")
        let found = try SigningKey.generate()
        let new = try await join(found)
        #expect(try membership.admit(new) == "Q")
        #expect(throws: MembershipRefusal.revoked("Q")) { try membership.admit(old) }
        await #expect(throws: MembershipRefusal.revoked("Q")) { try await renew(lost) }
        #expect(try membership.admit(await renew(found)) == "Q")
    }

    @Test func `a request on a stick is answered once asked, and again with the same key`()
        async throws
    {
        let key = try SigningKey.generate()
        let tlsKey = try TLSKey.generate()
        let request = FileJoinRequest(
            node: "Q", areas: ["b"], hosts: [],
            key: try CertifiedKey(node: "Q", tlsKey: tlsKey, signingKey: key))
        let answer = try await membership.enrol(request, issuer: issuer)
        #expect(answer.role == "province")
        #expect(answer.upstream == "H")
        #expect(Array(answer.upstreamKey) == tiers.hub.identity.signingKey.publicKey.bytes)
        let certificate = try Certificate(pem: answer.certificate)
        #expect(certificate.fits(tlsKey))
        #expect(try !certificate.fits(.generate()))
        #expect(try membership.admit(certificate) == "Q")
        tiers.pass(100 * 86_400_000)
        let again = try await membership.enrol(request, issuer: issuer)
        #expect(try membership.admit(Certificate(pem: again.certificate)) == "Q")
        let records = try tiers.hub.read { view in
            try view.transaction.rows("SELECT 1 FROM node WHERE name = 'Q'").count
        }
        #expect(records == 1)
    }

    @Test(arguments: ["H", "F"])
    func `a request in the name of another node is refused`(name: String) async throws {
        let request = FileJoinRequest(
            node: name, areas: ["b"], hosts: [],
            key: try CertifiedKey(node: name, tlsKey: .generate(), signingKey: .generate()))
        await #expect(throws: MembershipRefusal.nameTaken(name)) {
            try await membership.enrol(request, issuer: issuer)
        }
    }

    @Test func `a request that its signing key did not prove is refused`() async throws {
        let key = try CertifiedKey(node: "X", tlsKey: .generate(), signingKey: .generate())
        let request = FileJoinRequest(node: "Q", areas: ["b"], hosts: [], key: key)
        await #expect(throws: MembershipRefusal.noProof) {
            try await membership.enrol(request, issuer: issuer)
        }
    }
}
