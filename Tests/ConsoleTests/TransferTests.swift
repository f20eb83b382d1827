import Casework
import ChangeLog
import Console
import Registry
import Testing

struct TransferTests {
    /// A request of Basra for the family, at headquarters.
    private func asked(_ console: TestConsole) throws -> RecordID {
        try console.journal.write { session in
            try session.askTransfer(
                of: console.family, from: "01-1", to: "02-1",
                by: Authorship(actor: "amal", reasonCode: "transfer", reason: "lives here now"))
        }
    }

    private func status(_ console: TestConsole, _ id: RecordID) throws -> String? {
        try console.journal.read { try Transfers($0).find(id)?.status }
    }

    private func area(_ console: TestConsole) throws -> String? {
        try console.journal.read { try FamilyReader($0).area(of: console.family) }
    }

    @Test func `a family that is granted moves`() throws {
        let console = try TestConsole()
        let id = try asked(console)
        let page = console.get("/transfers", as: .caseworker)
        #expect(String(decoding: page.body, as: UTF8.self).contains("lives here now"))
        let notice = console.get("/families/\(console.family)", as: .caseworker)
        #expect(String(decoding: notice.body, as: UTF8.self).contains("/transfers#transfer-\(id)"))
        let answer = console.post(
            "/transfers/\(id)/answer", [("answer", "grant")], as: .caseworker)
        #expect(answer.status == 303)
        #expect(try status(console, id) == "granted")
        #expect(try area(console) == "02-1")
    }

    @Test func `a request is refused with a reason only`() throws {
        let console = try TestConsole()
        let id = try asked(console)
        let path = "/transfers/\(id)/answer"
        _ = console.post(path, [("answer", "refuse")], as: .caseworker)
        #expect(try status(console, id) == "asked")
        _ = console.post(
            path, [("answer", "refuse"), ("reason", "still here")], as: .caseworker)
        #expect(try status(console, id) == "refused")
        #expect(try area(console) == "01-1")
        // What was answered is not answered again.
        _ = console.post(path, [("answer", "grant")], as: .caseworker)
        #expect(try area(console) == "01-1")
    }

    @Test func `who serves another area does not answer`() throws {
        let console = try TestConsole()
        let id = try asked(console)
        try console.journal.write { session in
            try AccountDesk(session).change(
                "caseworker", roles: [.caseworker], areas: ["IQ-BA"], by: TestConsole.clerk)
        }
        let answer = console.post(
            "/transfers/\(id)/answer", [("answer", "grant")], as: .caseworker)
        #expect(answer.status == 403)
        #expect(try status(console, id) == "asked")
    }

    @Test func `a family of another province is asked for once, for a reason`() throws {
        let console = try TestConsole(.province)
        let family = console.journal.newID()
        #expect(console.get("/elsewhere/\(family)", as: .registrar).status == 200)
        let path = "/elsewhere/\(family)/transfer"
        let form = [("from", "IQ-BA"), ("to", "01-1"), ("reason", "")]
        #expect(console.post(path, form, as: .registrar).status == 422)
        let whole = [("from", "IQ-BA"), ("to", "01-1"), ("reason", "came in March")]
        for _ in 0..<2 { #expect(console.post(path, whole, as: .registrar).status == 303) }
        let all = try console.journal.read { try Transfers($0).list() }
        #expect(all.map(\.household) == [family])
        #expect(all[0].head == nil)
    }

    @Test func `nobody asks for a family to be moved into areas of others`() throws {
        let console = try TestConsole(.province)
        let form = [("from", "IQ-BA"), ("to", "02-1"), ("reason", "why not")]
        let path = "/elsewhere/\(console.journal.newID())/transfer"
        #expect(console.post(path, form, as: .registrar).status == 422)
        #expect(try console.journal.read { try Transfers($0).countOpen() } == 0)
    }
}

struct ElsewhereTests {
    /// Begins a registration of a widow and goes through the steps before the last one.
    private func draft(_ console: TestConsole, area: String) throws -> String {
        let location = try #require(
            console.post("/register", [], as: .registrar).header("location"))
        let id = String(location.split(separator: "/")[1])
        _ = console.post("/register/\(id)/household", [("area", area)], as: .registrar)
        _ = console.post(
            "/register/\(id)/members",
            [
                ("givenName", "فاطمة"), ("fatherName", "كريم"), ("grandfatherName", "حسن"),
                ("familyName", "الجبوري"), ("relationship", "head"), ("sex", "F"),
                ("birthDate", "1/5/1980"), ("phone", "07721000121"), ("act", "add"),
            ], as: .registrar)
        _ = console.post("/register/\(id)/account", [("hasNoAccount", "yes")], as: .registrar)
        return id
    }

    @Test func `who is registered in another province is shown masked before saving`() throws {
        let hub = try TestConsole()
        let there = try draft(hub, area: "02-1")
        #expect(hub.post("/register/\(there)/check", [], as: .registrar).status == 303)
        let province = try TestConsole(
            .province,
            askElsewhere: { question in
                let answer = try? ElsewhereDesk(hub.duplicates).answer(
                    question, for: ["IQ-BG"], from: "IQ-BG")
                return answer.map { .answered($0) } ?? .unreachable
            })
        let id = try draft(province, area: "01-1")
        let page = String(
            decoding: province.get("/register/\(id)/check", as: .registrar).body, as: UTF8.self)
        #expect(page.contains("ف••••"))
        #expect(page.contains("/elsewhere/\(there)"))
        // Whoever looked is known where the family is served from.
        let seen = try AccessLog(hub.journal).list(actor: "registrar@IQ-BG")
        #expect(seen.map(\.purpose) == ["duplicate-check"])
        let path = "/register/\(id)/check"
        #expect(province.post(path, [], as: .registrar).status == 422)
        #expect(
            province.post(path, [("differentBecause", "her sister")], as: .registrar).status
                == 303)
    }

    @Test func `without a way to headquarters a family is saved as ever`() throws {
        let province = try TestConsole(.province, askElsewhere: { _ in .unreachable })
        let id = try draft(province, area: "01-1")
        let page = String(
            decoding: province.get("/register/\(id)/check", as: .registrar).body, as: UTF8.self)
        #expect(page.contains("cannot be asked now"))
        #expect(province.post("/register/\(id)/check", [], as: .registrar).status == 303)
    }

    @Test func `a node is not told of people in its own areas`() throws {
        let hub = try TestConsole()
        let there = try draft(hub, area: "02-1")
        _ = hub.post("/register/\(there)/check", [], as: .registrar)
        let question = ElsewhereQuestion(
            actor: "amal",
            people: [["given_name": "فاطمة", "father_name": "كريم", "phone": "+9647721000121"]])
        let desk = ElsewhereDesk(hub.duplicates)
        #expect(try desk.answer(question, for: ["IQ-BA"], from: "IQ-BA").isEmpty)
        #expect(throws: ElsewhereRefusal.noAreas("X")) {
            try desk.answer(question, for: [], from: "X")
        }
    }
}
