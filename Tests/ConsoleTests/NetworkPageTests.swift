import Casework
import ChangeLog
import Console
import Registry
import Testing
import Trust

struct NetworkPageTests {
    private func text(_ answer: WebAnswer) -> String {
        String(decoding: answer.body, as: UTF8.self)
    }

    /// A province writes what only headquarters writes; headquarters sets it aside.
    private func setAside(_ console: TestConsole) throws -> String {
        let key = try SigningKey.generate().publicKey.bytes
        _ = try console.journal.write { session in
            try session.append(
                [
                    try session.creation(
                        of: "node",
                        [
                            "name": .text("IQ-BA"), "role": .text("province"),
                            "upstream": .text("HUB"), "areas": .text("IQ-BA"),
                            "signing_key": .bytes(key),
                        ])
                ], by: TestConsole.clerk)
        }
        let other = try TestConsole.otherNode("IQ-BA", .province)
        try TestConsole.carry(from: console.journal, to: other)
        _ = try other.write { session in
            try session.append(
                [
                    try session.creation(
                        of: "household", ["number": .text("BG-9"), "area": .text("01-1")])
                ], by: Authorship(actor: "rasha", reasonCode: "test"))
        }
        try TestConsole.carry(from: other, to: console.journal)
        let entries = try console.journal.read { try SetAsideList($0).entries() }
        return entries.first?.name ?? ""
    }

    @Test(arguments: ["release", "reject"])
    func `what was set aside is decided with a reason, by who runs the network`(
        answer: String
    ) throws {
        let console = try TestConsole()
        let name = try setAside(console)
        #expect(!name.isEmpty)
        let page = text(console.get("/set-aside", as: .syncOperator))
        #expect(page.contains(name))
        #expect(page.contains("rasha"))
        #expect(!page.contains("BG-9"))
        #expect(!text(console.get("/set-aside", as: .auditor)).contains("name=\"answer\""))
        let path = "/set-aside/\(name)"
        _ = console.post(path, [("answer", answer)], as: .syncOperator)
        #expect(try console.journal.read { try SetAsideList($0).openCount() } == 1)
        let done = console.post(
            path, [("answer", answer), ("reason", "looked at it")], as: .syncOperator)
        #expect(done.header("location") == "/set-aside")
        #expect(try console.journal.read { try SetAsideList($0).openCount() } == 0)
        let count = try console.journal.read { try $0.count("household") }
        #expect(count == (answer == "release" ? 2 : 1))
    }

    @Test func `files of nodes come and go by those who carry them`() throws {
        let console = try TestConsole()
        let page = text(console.get("/bundles", as: .syncOperator))
        #expect(page.contains("IQ-BA"))
        let made = console.post("/bundles/make", [("node", "IQ-BA")], as: .syncOperator)
        #expect(made.body == Array("for IQ-BA".utf8))
        #expect(made.header("content-disposition")?.contains("HUB-IQ-BA.bundle") == true)
        #expect(console.post("/bundles/make", [("node", "IQ-XX")], as: .registrar).status == 404)
        #expect(console.post("/bundles/take", [], as: .registrar).status == 422)
    }

    @Test func `the set-up of a node is shown to those who look after it`() throws {
        let console = try TestConsole()
        for role in StaffRole.allCases {
            let answer = console.get("/configuration", as: role)
            let may = Right.of(role).contains(.readConfiguration)
            #expect(answer.status == (may ? 200 : 403))
            if may { #expect(text(answer).contains("Rafidain")) }
        }
    }

    @Test func `a form that is too large says what to do instead`() throws {
        let console = try TestConsole(.province)
        let session = console.site.beginSession(of: StaffRole.provinceManager.rawValue)
        func ask(_ path: String, _ unread: WebRequest.Unread?) -> WebRequest {
            WebRequest(
                method: "POST", path: path, cookie: session.cookie + "; language=en",
                unread: unread)
        }
        let answer = console.site.answer(ask("/import", .tooLarge))
        #expect(answer.status == 413)
        #expect(text(answer).contains("shabaka import"))
        #expect(console.site.answer(ask("/import", .busy)).status == 503)
        // Before they are read, nobody but who may send files is given room for them.
        #expect(console.site.takesFiles(ask("/import", nil)))
        #expect(!console.site.takesFiles(ask("/desk", nil)))
        #expect(!console.site.takesFiles(WebRequest(method: "POST", path: "/import")))
    }
}
