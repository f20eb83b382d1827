import Casework
import ChangeLog
import Console
import Registry
import Testing

struct EscapingTests {
    static let hostile = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'\"\u{0301}<b\u{0301}>",
        "\u{0000}\u{0007}\u{001B}[31m",
        "\u{202E}gnirts\u{2066}",
        "</bdi></td></table></main><script src=//evil>",
        "&lt;script&gt;{0}{1}",
        String(repeating: "ن", count: 10_000),
    ]

    private static func problems(in answer: WebAnswer) -> [String] {
        let text = String(decoding: answer.body, as: UTF8.self)
        var found: [String] = []
        for forbidden in [
            "<script>", "<img", "<b\u{0301}", "<b>", "</bdi></td></table>", "\u{0000}", "\u{001B}",
        ]
        where text.unicodeScalars.contains(Array(forbidden.unicodeScalars)) {
            found.append(forbidden)
        }
        return found
    }

    @Test(arguments: hostile)
    func `what people typed stays text on every page of a family`(text: String) throws {
        let console = try TestConsole(name: String(text.prefix(2000)))  // a changeset has a limit
        let id = console.family.description
        for path in [
            "/families/\(id)", "/families/\(id)/history", "/families/\(id)/sheet",
            "/families/\(id)/receipt", "/desk", "/overview",
        ] {
            let answer = console.get(path, as: .auditor)
            #expect(answer.status == 200)
            #expect(Self.problems(in: answer).isEmpty, "\(path)")
        }
    }

    @Test(arguments: hostile)
    func `what is typed into a form comes back as text`(text: String) throws {
        let console = try TestConsole()
        var pages = [
            console.post("/sign-in", [("name", text), ("password", text), ("next", text)]),
            console.post("/desk/live", [("q", text)], as: .registrar),
            console.post("/users", [("name", text), ("password", text)], as: .administrator),
            console.post("/register/x/members", [("givenName", text)]),
        ]
        let begun = console.post("/register", [], as: .registrar)
        let draft = begun.header("location")?.split(separator: "/").dropFirst().first ?? ""
        for step in ["household", "members", "account"] {
            let fields = [
                "area", "address", "category", "rooms", "monthlyIncome", "relationship",
                "givenName", "fatherName", "grandfatherName", "familyName", "motherName", "sex",
                "birthDate", "nationalID", "phone", "maritalStatus", "disability", "iban",
            ].map { ($0, text) }
            pages.append(console.post("/register/\(draft)/\(step)", fields, as: .registrar))
            pages.append(console.post("/register/\(draft)/\(step)/check", fields, as: .registrar))
            pages.append(console.get("/register/\(draft)/\(step)", as: .registrar))
        }
        for page in pages {
            #expect(page.status < 500)
            #expect(Self.problems(in: page).isEmpty)
        }
    }

    /// Pages with forms: paths with the family's id in the place of a parameter.
    private static func pages(of family: RecordID) -> [String] {
        ConsoleRoute.allCases.filter { $0.method == .get }.flatMap { route in
            let kinds =
                route == .changePage
                ? CircumstanceChange.Kind.allCases.map(\.rawValue) : ["household"]
            return kinds.map { kind in
                route.pattern.split(separator: "/", omittingEmptySubsequences: false).map { part in
                    part == "{kind}" || part == "{step}"
                        ? kind : part.hasPrefix("{") ? family.description : String(part)
                }.joined(separator: "/")
            }
        }
    }

    @Test(
        arguments: hostile,
        [StaffRole.caseworker, .administrator, .payrollMaker, .syncOperator])
    func `every field of every form takes anything`(text: String, role: StaffRole) throws {
        let console = try TestConsole()
        var seen: Set<PageForm> = []
        for path in Self.pages(of: console.family) {
            let page = String(decoding: console.get(path, as: role).body, as: UTF8.self)
            for form in PageForm.all(in: page)
            where form.isPost && form.action != "/sign-out" && seen.insert(form).inserted {
                for field in [nil] + form.fields.map(Optional.some) {
                    let answer = console.post(form.action, form.sent(text, in: field), as: role)
                    #expect(answer.status < 500, "\(form.action) \(field?.name ?? "all")")
                    #expect(Self.problems(in: answer).isEmpty, "\(form.action)")
                    // Nothing that was sent gets into a header, where it could end a line.
                    for header in answer.headers {
                        #expect(!header.value.unicodeScalars.contains { $0.value < 0x20 })
                    }
                }
            }
            let again = console.get(path, as: role)
            #expect(again.status < 500, "\(path)")
            #expect(Self.problems(in: again).isEmpty, "\(path)")
        }
        #expect(seen.contains { $0.action == "/preferences" })
    }

    /// Cases, conflicts, requests and payrolls have forms only where there is one.
    @Test(
        arguments: hostile,
        [StaffRole.caseworker, .payrollMaker, .payrollApprover])
    func `every field of what people settle takes anything`(text: String, role: StaffRole) throws {
        let console = try TestConsole()
        let homes = try ["A", "B", "C"].map { try console.addHousehold($0) }
        let found = try console.addCase(homes[0], homes[1])
        _ = try console.addCase(homes[1], homes[2])
        let conflict = try console.addConflict(String(text.prefix(2000)))
        let payroll = try console.addPayroll()
        _ = try console.journal.write { session in
            try session.askTransfer(
                of: console.family, from: "01-1", to: "02-1",
                by: Authorship(
                    actor: "amal", reasonCode: "transfer", reason: String(text.prefix(2000))))
        }
        var actions: Set<String> = []
        for path in [
            "/cases/\(found)", conflict, "/conflicts", "/transfers",
            "/payrolls/\(payroll)", "/payrolls", "/elsewhere/\(console.journal.newID())",
        ] {
            let answer = console.get(path, as: role)
            #expect(answer.status < 500, "\(path)")
            #expect(Self.problems(in: answer).isEmpty, "\(path)")
            let page = String(decoding: answer.body, as: UTF8.self)
            for form in PageForm.all(in: page)
            where form.isPost && !["/sign-out", "/preferences"].contains(form.action) {
                actions.insert(form.action)
                for field in [nil] + form.fields.map(Optional.some) {
                    let answer = console.post(form.action, form.sent(text, in: field), as: role)
                    #expect(answer.status < 500, "\(form.action) \(field?.name ?? "all")")
                    #expect(Self.problems(in: answer).isEmpty, "\(form.action)")
                    for header in answer.headers {
                        #expect(!header.value.unicodeScalars.contains { $0.value < 0x20 })
                    }
                }
            }
        }
        switch role {
        case .caseworker:
            #expect(actions.contains { $0.hasSuffix("/decision") })
            #expect(actions.contains { $0.hasSuffix("/group") })
            #expect(actions.contains { $0.hasPrefix("/conflicts/") })
            #expect(actions.contains { $0.hasPrefix("/transfers/") })
            #expect(actions.contains { $0.hasSuffix("/transfer") })
        case .payrollMaker: #expect(actions.contains { $0.hasSuffix("/steps/freeze") })
        default: break
        }
    }

    /// A form with files, as a browser sends it.
    @Test(arguments: hostile)
    func `what comes with a file is read between its boundaries`(text: String) {
        let body =
            "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(text)\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"../x.csv\"\r\n"
            + "Content-Type: text/csv\r\n\r\na,b\r\n1,2\r\n--b--\r\n"
        let form = MultipartForm(Array(body.utf8), boundary: "b")
        #expect(form.pairs.map(\.name) == ["csrf"])
        #expect(form.pairs.first.map { Array($0.value.utf8) } == Array(text.utf8))
        #expect(form.files.map(\.bytes) == [Array("a,b\r\n1,2".utf8)])
        #expect(MultipartForm.boundary("multipart/form-data; boundary=b") == "b")
        #expect(MultipartForm.boundary("application/x-www-form-urlencoded") == nil)
        // Cut anywhere, it is read as far as it goes.
        for end in stride(from: 0, to: body.utf8.count, by: 7) {
            _ = MultipartForm(Array(body.utf8.prefix(end)), boundary: "b")
        }
    }

    @Test func `a tag that a combining mark follows is still escaped`() {
        #expect(HTML("<\u{0301}b>\"\u{0301}").markup == "&lt;\u{0301}b&gt;&quot;\u{0301}")
    }
}

extension String.UnicodeScalarView {
    /// Whether these scalars stand in it, whatever characters they form with their neighbours.
    fileprivate func contains(_ wanted: [Unicode.Scalar]) -> Bool {
        let all = Array(self)
        guard !wanted.isEmpty, all.count >= wanted.count else { return false }
        for start in 0...(all.count - wanted.count) where all[start] == wanted[0] {
            if all[start..<(start + wanted.count)].elementsEqual(wanted) { return true }
        }
        return false
    }
}
