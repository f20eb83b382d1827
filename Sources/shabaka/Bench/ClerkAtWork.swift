import Foundation
import Registry
import Simulation

/// One clerk of a measurement: searches as he types, opens families, registers new ones.
///
/// One thread at a time has him, which the compiler cannot see.
final class ClerkAtWork: @unchecked Sendable {
    static let password = "a password of the measurement"

    /// What his pages took, in milliseconds by kind.
    struct Record: Sendable {
        var times: [String: [Double]] = [:]
        var errors = 0
        var registered = 0

        mutating func add(_ other: Record) {
            times.merge(other.times) { $0 + $1 }
            errors += other.errors
            registered += other.registered
        }
    }

    private let number: Int
    private let port: UInt16
    private let names: [String]
    private let pause: Int
    private var random: SplitMix64
    private var record = Record()
    private var csrf = ""
    private var client: PageClient?

    init(number: Int, port: UInt16, names: [String], pause: Int) {
        self.number = number
        self.port = port
        self.names = names
        self.pause = pause
        random = SplitMix64(seed: UInt64(number) + 1)
    }

    /// Signs in, as all do before the day begins.
    func arrive() {
        do {
            let client = try PageClient(port: port)
            try signIn(client)
            self.client = client
        } catch {
            record.errors += 1
        }
    }

    /// Works until the time is over; a connection that breaks is an error and is made again.
    func work(until end: ContinuousClock.Instant) -> Record {
        while ContinuousClock.now < end {
            if client == nil { arrive() }
            do {
                guard let client else { continue }
                while ContinuousClock.now < end {
                    switch Int.random(in: 0..<10, using: &random) {
                    case 0..<2: try register(client)
                    default: try searchAndOpen(client)
                    }
                }
            } catch {
                record.errors += 1
                client = nil
            }
        }
        return record
    }

    /// Measures one page after the clerk has thought.
    private func page(
        _ kind: String, expecting status: Int, _ ask: () throws -> PageClient.Answer
    ) throws -> PageClient.Answer {
        let milliseconds = Int.random(in: 0...(2 * pause), using: &random)
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        let start = ContinuousClock.now
        let answer = try ask()
        record.times[kind, default: []].append(
            (ContinuousClock.now - start) / .milliseconds(1))
        if answer.status != status { record.errors += 1 }
        return answer
    }

    private func signIn(_ client: PageClient) throws {
        _ = try page("sign in", expecting: 303) {
            try client.post(
                "/sign-in", [("name", "clerk-\(number)"), ("password", Self.password)])
        }
        let desk = try page("desk", expecting: 200) { try client.get("/desk") }
        csrf = desk.between("name=\"csrf\" value=\"", "\"")
    }

    private func searchAndOpen(_ client: PageClient) throws {
        guard let name = names.randomElement(using: &random) else { return }
        var family = ""
        // Asked while it is typed, as the page does.
        for length in [name.count / 2, name.count] {
            let answer = try page("search", expecting: 200) {
                try client.post(
                    "/desk/live", [("csrf", csrf), ("q", String(name.prefix(length)))])
            }
            family = answer.between("href=\"/families/", "\"")
        }
        guard !family.isEmpty else { return }
        _ = try page("open", expecting: 200) { try client.get("/families/" + family) }
    }

    private func register(_ client: PageClient) throws {
        func step(_ path: String, _ fields: [(String, String)]) throws -> PageClient.Answer {
            try page("register", expecting: 303) {
                try client.post(path, fields + [("csrf", csrf)])
            }
        }
        let begun = try step("/register", [])
        let draft = begun.location.split(separator: "/").dropFirst().first ?? ""
        let household = try page("register", expecting: 200) {
            try client.get("/register/\(draft)/household")
        }
        let area = household.between("<option value=\"0", "\"")
        _ = try step("/register/\(draft)/household", [("area", "0" + area)])
        let parts = (names.randomElement(using: &random) ?? "").split(separator: " ")
        let other = (names.randomElement(using: &random) ?? "").split(separator: " ")
        _ = try step(
            "/register/\(draft)/members",
            [
                ("givenName", String(parts.first ?? "")), ("fatherName", String(other.first ?? "")),
                ("familyName", String(other.last ?? "")), ("relationship", "head"), ("sex", "F"),
                ("birthDate", "\(Int.random(in: 1940...2000, using: &random))"),
                ("act", "continue"),
            ])
        _ = try step("/register/\(draft)/account", [("hasNoAccount", "yes")])
        _ = try page("check", expecting: 200) { try client.get("/register/\(draft)/check") }
        _ = try page("save", expecting: 303) {
            try client.post(
                "/register/\(draft)/check",
                [("csrf", csrf), ("differentBecause", "the measurement says so")])
        }
        record.registered += 1
    }
}
