import Casework
import Console
import Registry
import Testing

struct RouteTests {
    /// A path of the route with something in the place of each parameter.
    private static func path(_ route: ConsoleRoute, family: RecordID) -> String {
        let values = ["{family}": family.description, "{step}": "household", "{kind}": "choose"]
        return route.pattern.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.hasPrefix("{") ? values[String(part)] ?? family.description : String(part)
        }.joined(separator: "/")
    }

    @Test(arguments: StaffRole.allCases)
    func `a role opens exactly the pages that its rights name`(role: StaffRole) throws {
        let console = try TestConsole()
        for route in ConsoleRoute.allCases where route != .signOut {
            let path = Self.path(route, family: console.family)
            let answer =
                route.method == .get
                ? console.get(path, as: role) : console.post(path, [], as: role)
            let mayOpen =
                switch route.access {
                case .everybody, .staff: true
                case .holders(let right): Right.of(role).contains(right)
                }
            if mayOpen, route != .payrollStep, route != .user, route != .changeUser {
                #expect(answer.status != 403, "\(role) should open \(route)")
            } else if !mayOpen {
                #expect(answer.status == 403, "\(role) must not open \(route)")
            }
            #expect(answer.status != 500, "\(route) failed for \(role)")
        }
    }

    @Test(arguments: ConsoleRoute.allCases)
    func `a stranger is shown the way in and nothing else`(route: ConsoleRoute) throws {
        let console = try TestConsole()
        let path = Self.path(route, family: console.family)
        let answer = route.method == .get ? console.get(path) : console.post(path, [])
        switch route.access {
        case .everybody: #expect(answer.status < 500)
        case .staff, .holders:
            if route.method == .get {
                #expect(answer.status == 303)
                #expect(answer.header("location")?.hasPrefix("/sign-in") == true)
            } else {
                #expect(answer.status == 401)
            }
        }
    }

    @Test(arguments: ConsoleRoute.allCases.filter { $0.method == .post && $0.access != .everybody })
    func `a form without the token of its session does nothing`(route: ConsoleRoute) throws {
        let console = try TestConsole()
        guard
            let role = StaffRole.allCases.first(where: { role in
                switch route.access {
                case .everybody, .staff: true
                case .holders(let right): Right.of(role).contains(right)
                }
            })
        else {
            Issue.record("nobody may \(route)")
            return
        }
        let path = Self.path(route, family: console.family)
        #expect(console.post(path, [], as: role, csrf: "guessed").status == 400)
    }

    @Test func `a form that another site sent does nothing`() throws {
        let console = try TestConsole()
        let session = console.site.beginSession(of: "registrar")
        let answer = console.site.answer(
            WebRequest(
                method: "POST", path: "/register", cookie: session.cookie,
                fetchSite: "cross-site",
                body: TestConsole.form([("csrf", session.csrf)])))
        #expect(answer.status == 400)
    }

    @Test(arguments: ConsoleRoute.allCases.filter { $0.method == .get })
    func `no page loads anything from elsewhere or runs what stands in it`(
        route: ConsoleRoute
    ) throws {
        let console = try TestConsole()
        let role =
            StaffRole.allCases.first { role in
                if case .holders(let right) = route.access {
                    Right.of(role).contains(right)
                } else {
                    true
                }
            } ?? .auditor
        let answer = console.get(Self.path(route, family: console.family), as: role)
        let policy = answer.header("content-security-policy") ?? ""
        #expect(policy.contains("default-src 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(answer.header("x-content-type-options") == "nosniff")
        guard answer.header("content-type")?.hasPrefix("text/html") == true else { return }
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(!text.contains(" style="))
        #expect(!text.contains("<style"))
        #expect(!text.contains("http://"))
        #expect(!text.contains("https://"))
        #expect(!text.contains(" onclick"))
        #expect(answer.body.count <= 100_000)
    }

    @Test func `every path leads back to its own route`() {
        for route in ConsoleRoute.allCases {
            let path = route.pattern.split(separator: "/").map { part in
                part.hasPrefix("{") ? "x" : String(part)
            }.joined(separator: "/")
            #expect(ConsoleRoute.match(route.method.rawValue, "/" + path)?.0 == route)
        }
    }

    @Test func `nobody may both make and approve`() {
        for role in StaffRole.allCases {
            let rights = Right.of(role)
            #expect(!(rights.contains(.makePayroll) && rights.contains(.approvePayroll)))
        }
        for right in Right.of(.auditor) { #expect(right.rawValue.hasPrefix("read")) }
    }
}

struct LongWorkTests {
    private func page(_ console: TestConsole, _ path: String) -> String {
        String(decoding: console.get(path, as: .caseworker).body, as: UTF8.self)
    }

    @Test func `everybody is compared from the page, and the page tells how it ended`() throws {
        let console = try TestConsole()
        #expect(page(console, "/cases").contains("Compare all registrations"))
        let answer = console.post("/cases/scan", [], as: .caseworker)
        #expect(answer.header("location") == "/cases")
        #expect(page(console, "/cases/scan").contains("new cases"))
    }
}
