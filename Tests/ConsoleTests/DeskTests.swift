import Casework
import ChangeLog
import Console
import Registry
import Testing

struct DeskTests {
    private func draft(_ console: TestConsole) throws -> String {
        let location = try #require(
            console.post("/register", [], as: .registrar).header("location"))
        return String(location.split(separator: "/")[1])
    }

    private func member(_ given: String, _ relationship: String, id: String = "") -> [(
        String, String
    )] {
        [
            ("givenName", given), ("fatherName", "كريم"), ("grandfatherName", "حسن"),
            ("familyName", "الجبوري"), ("relationship", relationship), ("sex", "F"),
            ("birthDate", relationship == "head" ? "1/5/1980" : "٢٠١٠"), ("nationalID", id),
            ("act", "add"),
        ]
    }

    /// Registers a widow with a child and gives the answer to the last step.
    private func register(
        _ console: TestConsole, given: String, because: String = ""
    ) throws -> WebAnswer {
        let id = try draft(console)
        _ = console.post("/register/\(id)/household", [("area", "01-1")], as: .registrar)
        _ = console.post("/register/\(id)/members", member(given, "head"), as: .registrar)
        _ = console.post("/register/\(id)/members", member("نور", "child"), as: .registrar)
        _ = console.post("/register/\(id)/account", [("hasNoAccount", "yes")], as: .registrar)
        return console.post(
            "/register/\(id)/check", [("differentBecause", because)], as: .registrar)
    }

    @Test func `a family is registered in one changeset and found under another spelling`() throws {
        let console = try TestConsole()
        let written = { try console.journal.read { try $0.tips().map(\.sequence) } }
        let before = try written()
        let answer = try register(console, given: "فاطمة")
        #expect(answer.status == 303)
        #expect(answer.header("location")?.hasSuffix("/receipt") == true)
        #expect(try written() == before.map { $0 + 1 })
        for spelling in ["فاطمه كريم", "Fatima Karim", "فاطمة كريم حسن الجبوري", "فاطمة جبوري"] {
            let found = console.post("/desk/live", [("q", spelling)], as: .registrar)
            #expect(String(decoding: found.body, as: UTF8.self).contains("فاطمة"), "\(spelling)")
        }
    }

    @Test func `a family that looks registered is not saved without a reason`() throws {
        let console = try TestConsole()
        _ = try register(console, given: "فاطمة")
        #expect(try register(console, given: "فاطمة").status == 422)
        #expect(try register(console, given: "فاطمة", because: "another mother").status == 303)
    }

    @Test func `sending the last step twice makes one family`() throws {
        let console = try TestConsole()
        let id = try draft(console)
        _ = console.post("/register/\(id)/household", [("area", "01-1")], as: .registrar)
        _ = console.post("/register/\(id)/members", member("هدى", "head"), as: .registrar)
        _ = console.post("/register/\(id)/account", [("hasNoAccount", "yes")], as: .registrar)
        let households = { try console.journal.read { try $0.count("household") } }
        let before = try households()
        for _ in 0..<2 {
            #expect(console.post("/register/\(id)/check", [], as: .registrar).status == 303)
        }
        #expect(try households() == before + 1)
    }

    @Test(arguments: [
        ("members", [("givenName", "")], "givenName"),
        ("members", [("givenName", "x"), ("birthDate", "32/1/2000")], "birthDate"),
        ("members", [("givenName", "x"), ("birthDate", "1/1/2190")], "birthDate"),
        ("account", [("iban", "IQ00NBIQ850123456789012")], "iban"),
        ("household", [("area", "02-99")], "area"),
    ])
    func `a wrong answer is told beside its field`(
        step: String, fields: [(String, String)], field: String
    ) throws {
        let console = try TestConsole()
        let id = try draft(console)
        let answer = console.post("/register/\(id)/\(step)", fields, as: .registrar)
        #expect(answer.status == 422)
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(text.contains("id=\"f-\(field)\" name=\"\(field)\" aria-invalid"))
        #expect(text.contains("error-summary"))
    }

    @Test func `opening a family is written down`() throws {
        let console = try TestConsole()
        _ = console.get("/families/\(console.family)", as: .registrar)
        let entries = try AccessLog(console.journal).list(record: console.family)
        #expect(entries.map(\.actor) == ["registrar"])
    }

    @Test func `a family of another area is opened for a purpose only`() throws {
        let console = try TestConsole()
        try console.journal.write { session in
            try AccountDesk(session).change(
                "registrar", roles: [.registrar], areas: ["IQ-BA"], by: TestConsole.clerk)
        }
        let session = console.site.beginSession(of: "registrar")
        let path = "/families/\(console.family)"
        func text() -> String {
            String(
                decoding: console.site.answer(
                    WebRequest(method: "GET", path: path, cookie: session.cookie)
                ).body, as: UTF8.self)
        }
        #expect(!text().contains("زينب"))
        #expect(try AccessLog(console.journal).list().isEmpty)
        _ = console.site.answer(
            WebRequest(
                method: "POST", path: path + "/purpose", cookie: session.cookie,
                body: TestConsole.form([("csrf", session.csrf), ("purpose", "move")])))
        #expect(text().contains("زينب"))
        #expect(try AccessLog(console.journal).list().first?.purpose == "open: move")
    }

    @Test func `what is searched for never stands in an address`() throws {
        let console = try TestConsole()
        let answer = console.post("/desk", [("q", "زينب كريم")], as: .registrar)
        #expect(answer.header("location") == "/desk")
    }
}
