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

    private func join(_ key: SigningKey, hosts: [String] = []) async throws -> Certificate {
        let token = try membership.issueToken(
            node: "Q", areas: ["b"], hosts: hosts, authority: authority.fingerprint)
        let answer = try await membership.join(
            JoinRequest(
                secret: token.secret,
                key: try CertifiedKey(node: "Q", tlsKey: .generate(), signingKey: key)),
            issuer: issuer)
        return try Certificate(pem: answer.certificate)
    }

    private func renew(_ key: SigningKey, hosts: [String]? = nil) async throws -> Certificate {
        let answer = try await membership.renew(
            RenewRequest(
                node: "Q", key: try CertifiedKey(node: "Q", tlsKey: .generate(), signingKey: key),
                hosts: hosts),
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

    @Test func `an old certificate is good until the new one is presented, and not after`()
        async throws
    {
        let key = try SigningKey.generate()
        let old = try await join(key)
        #expect(try membership.admit(old) == "Q")
        let lost = try await renew(key)
        // The answer was lost on its way: the node goes on with what it has.
        #expect(try membership.admit(old) == "Q")
        let new = try await renew(key)
        #expect(try membership.admit(old) == "Q")
        #expect(try membership.admit(new) == "Q")
        for certificate in [old, lost] {
            #expect(throws: MembershipRefusal.certificateReplaced("Q")) {
                try membership.admit(certificate)
            }
        }
        #expect(try membership.admit(new) == "Q")
    }

    /// Takes back what this hub knows of certificates, as a restore from a backup does.
    private func forget(_ certificates: [Certificate]) throws {
        try tiers.hub.store.write { transaction in
            for certificate in certificates {
                try transaction.execute(
                    "DELETE FROM certificate WHERE serial = $1", .text(certificate.serialHex))
            }
        }
    }

    @Test func `after the hub's restore a member keeps its hosts, and its old certificate is out`()
        async throws
    {
        let key = try SigningKey.generate()
        let old = try await join(key, hosts: ["q.example.iq"])
        #expect(try membership.admit(old) == "Q")
        tiers.pass(60 * 86_400_000)
        let new = try await renew(key)
        try forget([new])
        #expect(try membership.admit(new) == "Q")
        #expect(throws: MembershipRefusal.certificateReplaced("Q")) { try membership.admit(old) }
        #expect(try await renew(key).hosts.contains("q.example.iq"))
    }

    @Test func `an older certificate that was not known here does not replace a newer one`()
        async throws
    {
        let key = try SigningKey.generate()
        let old = try await join(key)
        try forget([old])
        tiers.pass(60 * 86_400_000)
        let new = try await renew(key)
        #expect(try membership.admit(new) == "Q")
        #expect(throws: MembershipRefusal.certificateReplaced("Q")) { try membership.admit(old) }
        #expect(try membership.admit(new) == "Q")
    }

    @Test func `a hub that knows none of a member's certificates takes the hosts that it names`()
        async throws
    {
        let key = try SigningKey.generate()
        let old = try await join(key, hosts: ["q.example.iq"])
        _ = try sign("F", hosts: ["f.example.iq"])
        try forget([old])
        await #expect(throws: MembershipRefusal.foreignHost("F.example.iq")) {
            try await renew(key, hosts: ["F.example.iq"])
        }
        let new = try await renew(key, hosts: ["q.example.iq"])
        #expect(new.hosts == Membership.localHosts + ["q.example.iq"])
        // From now on it knows them itself.
        #expect(try await renew(key, hosts: ["x.example.iq"]).hosts == new.hosts)
    }

    @Test func `a member that a restore mixed up with a lost laptop renews and goes on`()
        async throws
    {
        let old = try await join(.generate())
        try revoke("Q")
        let found = try SigningKey.generate()
        let new = try await join(found)
        try forget([old, new])
        for certificate in [old, new] {
            #expect(throws: MembershipRefusal.certificateUnknown("Q")) {
                try membership.admit(certificate)
            }
        }
        #expect(try membership.admit(await renew(found)) == "Q")
    }

    // MARK: Hosts

    /// What a province asks to be signed.
    private func request(_ node: String, hosts: [String]) throws -> SignRequest {
        let key = try CertifiedKey(node: node, tlsKey: .generate(), signingKey: .generate())
        let document: [String: Any] = [
            "node": node, "areas": ["a"], "hosts": hosts,
            "key": try JSONSerialization.jsonObject(with: JSONEncoder().encode(key)),
        ]
        return try JSONDecoder().decode(
            SignRequest.self, from: JSONSerialization.data(withJSONObject: document))
    }

    private func sign(
        _ node: String, hosts: [String], at membership: Membership? = nil
    ) throws -> JoinAnswer {
        let isKnown = try tiers.hub.read { view in
            try view.transaction.first("SELECT 1 FROM area WHERE code = 'a'") != nil
        }
        if !isKnown {
            try tiers.hub.write { session in
                let area = try session.creation(
                    of: "area", ["code": .text("a"), "kind": .text("province")])
                try session.append([area], by: ThreeTiers.clerk)
            }
        }
        return try (membership ?? self.membership).sign(
            request(node, hosts: hosts), from: "P", authority: authority)
    }

    @Test(arguments: ["hub.example.iq", "HUB.Example.iq", "10.1.0.5", "010.1.0.5"])
    func `nobody else is given a host of the hub, however it is written`(host: String) throws {
        let own = try authority.issue(
            request: CertificateRequest.create(key: .generate()), node: "H",
            hosts: Membership.localHosts + ["hub.example.iq", "10.1.0.5"], now: now,
            validSeconds: 86_400)
        let membership = Membership(tiers.hub, certificate: own)
        #expect(throws: MembershipRefusal.foreignHost(host)) {
            try membership.issueToken(
                node: "Q", areas: ["b"], hosts: [host], authority: authority.fingerprint)
        }
        #expect(throws: MembershipRefusal.foreignHost(host)) {
            try sign("F", hosts: [host], at: membership)
        }
        let free = try sign("F", hosts: ["localhost", "f.example.iq"], at: membership)
        #expect(try Certificate(pem: free.certificate).node == "F")
    }

    @Test func `a host that the hub signed for is taken until its node is revoked`() throws {
        _ = try sign("F", hosts: ["f.example.iq"])
        _ = try sign("F", hosts: ["f.example.iq"])
        func give() throws -> JoinToken {
            try membership.issueToken(
                node: "Q", areas: ["b"], hosts: ["F.Example.iq"],
                authority: authority.fingerprint)
        }
        #expect(throws: MembershipRefusal.foreignHost("F.Example.iq")) { try give() }
        try revoke("F")
        #expect(try give().node == "Q")
    }
}
