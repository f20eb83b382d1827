import Casework
import ChangeLog
import Console
import Registry
import Testing
import Trust

struct EntranceTests {
    private static let password = "a good long password"

    private func signIn(
        _ console: TestConsole, _ name: String, _ password: String
    ) -> WebAnswer {
        console.post("/sign-in", [("name", name), ("password", password)])
    }

    private func withPassword(_ role: StaffRole) throws -> TestConsole {
        let console = try TestConsole()
        try console.journal.write {
            try AccountDesk($0).setPassword(Self.password, of: role.rawValue)
        }
        return console
    }

    @Test func `a right password opens the desk`() throws {
        let console = try withPassword(.registrar)
        let answer = signIn(console, "registrar", Self.password)
        #expect(answer.status == 303)
        let cookie = try #require(answer.header("set-cookie"))
        #expect(cookie.contains("HttpOnly"))
        #expect(cookie.contains("SameSite=Strict"))
        let token = String(cookie.prefix { $0 != ";" })
        let desk = console.site.answer(WebRequest(method: "GET", path: "/desk", cookie: token))
        #expect(desk.status == 200)
    }

    @Test func `after five wrong passwords not even the right one is taken, for a while`() throws {
        let console = try withPassword(.registrar)
        for _ in 0..<5 { #expect(signIn(console, "registrar", "wrong").status == 401) }
        #expect(signIn(console, "registrar", Self.password).status == 401)
        console.wait(minutes: 16)
        #expect(signIn(console, "registrar", Self.password).status == 303)
    }

    @Test func `who approves payrolls sets up a phone before anything else`() throws {
        let console = try withPassword(.payrollApprover)
        let answer = signIn(console, "payroll-approver", Self.password)
        #expect(answer.header("location") == "/sign-in/phone")
        let cookie = String((answer.header("set-cookie") ?? "").prefix { $0 != ";" })
        let page = console.site.answer(WebRequest(method: "GET", path: "/payrolls", cookie: cookie))
        #expect(page.status == 303)
        #expect(page.header("location")?.hasPrefix("/sign-in") == true)
    }

    @Test func `a session ends after half an hour without a page`() throws {
        let console = try TestConsole()
        let session = console.site.beginSession(of: "registrar")
        func desk() -> Int {
            console.site.answer(WebRequest(method: "GET", path: "/desk", cookie: session.cookie))
                .status
        }
        console.wait(minutes: 29)
        #expect(desk() == 200)
        console.wait(minutes: 29)
        #expect(desk() == 200)
        console.wait(minutes: 31)
        #expect(desk() == 303)
    }

    @Test func `what was typed when the session had ended is offered after signing in`() throws {
        let console = try withPassword(.registrar)
        let path = "/families/\(console.family)/notes"
        let late = console.post(path, [("text", "visited on Sunday")])
        #expect(late.status == 401)
        #expect(String(decoding: late.body, as: UTF8.self).contains("visited on Sunday"))
        let answer = console.post(
            "/sign-in",
            [
                ("name", "registrar"), ("password", Self.password), ("resume", path),
                ("kept.text", "visited on Sunday"),
            ])
        #expect(answer.status == 200)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("visited on Sunday"))
    }

    @Test func `a disabled account is out with the next page`() throws {
        let console = try TestConsole()
        let session = console.site.beginSession(of: "registrar")
        try console.journal.write {
            try AccountDesk($0).setDisabled(true, "registrar", by: TestConsole.clerk)
        }
        let answer = console.site.answer(
            WebRequest(method: "GET", path: "/desk", cookie: session.cookie))
        #expect(answer.status == 303)
    }

    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `one-time codes are those of RFC 6238`(seconds: Int64, code: String) {
        let oneTime = OneTimePassword(secret: Array("12345678901234567890".utf8))
        #expect(oneTime.code(step: OneTimePassword.step(atSeconds: seconds), digits: 8) == code)
    }

    @Test func `a code is good once`() throws {
        let oneTime = OneTimePassword(secret: Array("12345678901234567890".utf8))
        let step = OneTimePassword.step(atSeconds: 1_700_000_000)
        let code = oneTime.code(step: step)
        #expect(oneTime.verify(code, atSeconds: 1_700_000_000, lastStep: nil) == step)
        #expect(oneTime.verify(code, atSeconds: 1_700_000_000, lastStep: step) == nil)
    }
}
