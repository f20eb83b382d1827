import Casework
import ChangeLog
import Console
import Testing

/// What the page of a node says of its links, in the words of `shabaka status`.
struct AdviceTests {
    private static let now: Int64 = 1_700_000_000_000
    private static let day: Int64 = 86_400_000

    private static let plain: [NodeAdvice] = [
        .disk(megabytes: 700), .diskBelow(of: "IQ-BA", megabytes: 90), .twoLogs(of: ["IQ-BA", "IQ-NI"]),
        .upstreamSilent("HUB", lastContact: now - 9 * day, waiting: 12),
        .stick(to: "HUB", waiting: 3), .clockHere(against: "HUB", seconds: -90),
        .setAsideHere(2), .setAsideWaits(4), .noBackup(of: "IQ-BA"),
        .oldBackup(of: "IQ-BA", madeAt: now - 3 * day), .backupAhead(of: "IQ-BA"),
        .certificateEnded, .certificateEnds(days: 5), .certificate(of: "IQ-BA", days: -1),
        .clock(of: "IQ-BA", seconds: 300), .silent("IQ-BA", lastContact: now - 8 * day),
        .conflicts(7),
        .link(.unreachable, code: "", to: "HUB", since: now - day),
        .link(.broken, code: "", to: "HUB", since: now - day),
    ]
    private static let kinds: [Alarm.Kind] = [.rolledBack, .rewritten, .badSignature, .fork]
    private static let codes = [
        "revoked", "unknown-node", "certificate-expired", "upgrade-first", "busy", "disk-full",
        "failed", "http-502", "malformed", "certificate-replaced",
    ]

    private static var all: [NodeAdvice] {
        var all = plain
        for kind in kinds { all.append(.alarm(kind, of: "HUB", at: now - day)) }
        for code in codes {
            all.append(.link(.refused, code: code, to: "HUB", since: now - day))
        }
        return all
    }

    private func page(_ console: TestConsole, _ language: Language) -> String {
        String(
            decoding: console.get("/status", as: .registrar, language: language).body,
            as: UTF8.self)
    }

    @Test(arguments: Language.allCases)
    func `the page says what to do, in whole sentences of its language`(
        language: Language
    ) throws {
        var status = TestConsole.status(.province)
        status.advice = Self.all
        let shown = page(try TestConsole(.province, status: status), language)
        let items = shown.split(separator: "<li>").dropFirst()
        #expect(items.count >= Self.all.count)
        #expect(!shown.contains("advice"))
        for place in 0...3 { #expect(!shown.contains("{\(place)}")) }
        #expect(shown.contains("shabaka alarms acknowledge"))
    }

    @Test func `each advice is one sentence or more of plain English for the command line`() {
        for advice in Self.all {
            let text = advice.english(now: Self.now)
            #expect(text.hasSuffix("."), "\(text)")
            #expect(!text.contains("{"), "\(text)")
            #expect(text.unicodeScalars.allSatisfy { !(0x2066...0x2069).contains($0.value) })
        }
        #expect(
            NodeAdvice.silent("IQ-BA", lastContact: Self.now - 8 * Self.day)
                .english(now: Self.now)
                == "IQ-BA was last heard of 8 days ago. Call there; if the machine is lost, "
                + "“shabaka node revoke IQ-BA” at the hub.")
    }

    @Test(arguments: Language.allCases)
    func `the way to the upstream is shown with its state, its code and what was said`(
        language: Language
    ) throws {
        var status = TestConsole.status(.province)
        status.upstream = NodeStatus.Upstream(
            name: "HUB", lastContact: Self.now, backlog: 3, clockOffsetMilliseconds: 0,
            state: .refused, code: "revoked", complaint: "“IQ-BG” was revoked.")
        let shown = page(try TestConsole(.province, status: status), language)
        #expect(shown.contains("revoked</bdi>"))
        #expect(shown.contains("“IQ-BG” was revoked."))
        #expect(!shown.contains("linkRefused"))
        if language == .english { #expect(shown.contains(">refused</span>")) }
    }

    @Test(
        arguments: [
            (nil, false, PeerLink.never), (0, false, .online), (59 * 60, false, .online),
            (3600, false, .away), (7 * 86_400 - 1, false, .away), (7 * 86_400, false, .silent),
            (0, true, .revoked), (nil, true, .revoked),
        ] as [(Int64?, Bool, PeerLink)])
    func `a node below is in touch for an hour, away for a week, then silent`(
        secondsAgo: Int64?, isRevoked: Bool, link: PeerLink
    ) {
        let contact = secondsAgo.map { Self.now - $0 * 1000 }
        #expect(PeerLink(lastContact: contact, isRevoked: isRevoked, now: Self.now) == link)
    }
}
