/// Every page and every act of the console: where it lies and who may.
package enum ConsoleRoute: String, CaseIterable, Sendable {
    case home, signInPage, signIn, secondFactorPage, secondFactor, setUpPage, setUp, signOut
    case passwordPage, password
    case preferences, stylesheet, script, icon, help, statusPage, statusDocument
    case desk, search, liveSearch
    case family, familyPurpose, familyHistory, familySheet, familyReceipt, addNote
    case changePage, change, answerProposal
    case transfers, answerTransfer, foreignFamily, askTransfer
    case searchElsewhere
    case importPage, startImport, importState, importRejected
    case drafts, newDraft, draftStep, saveDraft, checkDraft, discardDraft
    case cases, caseDetail, decideCase, decideGroup, undoCase, takeCase, startScan
    case scanState
    case conflicts, conflictDetail, settleConflict
    case overview, overviewData, brokenRules, nodes, node, startSync, giveToken, revokeNode
    case payrolls, openPayroll, payroll, payrollStep, payrollHolds, payrollRegister
    case payrollComparison, payrollFile, payrollFileDownload, payrollWork
    case setAside, settleSetAside, bundles, makeBundle, takeBundle, configuration
    case users, addUser, user, changeUser
    case audit

    /// Who may.
    package enum Access: Sendable, Equatable {
        case everybody
        /// Whoever is signed in.
        case staff
        case holders(of: Right)
    }

    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    package var method: Method {
        switch self {
        case .signIn, .secondFactor, .setUp, .signOut, .password, .preferences, .search,
            .liveSearch, .familyPurpose, .addNote, .change, .answerProposal, .newDraft, .saveDraft,
            .checkDraft, .discardDraft, .decideCase, .decideGroup, .undoCase, .takeCase, .startScan,
            .settleConflict, .startSync, .giveToken, .revokeNode, .openPayroll, .payrollStep,
            .addUser, .changeUser, .answerTransfer, .askTransfer, .startImport, .searchElsewhere,
            .settleSetAside, .makeBundle, .takeBundle:
            .post
        default: .get
        }
    }

    /// The path; a part in braces is a parameter.
    package var pattern: String {
        switch self {
        case .home: "/"
        case .signInPage, .signIn: "/sign-in"
        case .secondFactorPage, .secondFactor: "/sign-in/code"
        case .setUpPage, .setUp: "/sign-in/phone"
        case .signOut: "/sign-out"
        case .passwordPage, .password: "/password"
        case .preferences: "/preferences"
        case .stylesheet: "/assets/console.css"
        case .icon: "/assets/icon.svg"
        case .script: "/assets/console.js"
        case .help: "/help"
        case .statusPage: "/status"
        case .statusDocument: "/status.json"
        case .desk, .search: "/desk"
        case .liveSearch: "/desk/live"
        case .family: "/families/{family}"
        case .familyPurpose: "/families/{family}/purpose"
        case .familyHistory: "/families/{family}/history"
        case .familySheet: "/families/{family}/sheet"
        case .familyReceipt: "/families/{family}/receipt"
        case .addNote: "/families/{family}/notes"
        case .changePage, .change: "/families/{family}/change/{kind}"
        case .answerProposal: "/families/{family}/proposals/{proposal}"
        case .transfers: "/transfers"
        case .answerTransfer: "/transfers/{transfer}/answer"
        case .searchElsewhere: "/elsewhere"
        case .foreignFamily: "/elsewhere/{household}"
        case .askTransfer: "/elsewhere/{household}/transfer"
        case .importPage, .startImport: "/import"
        case .importState: "/import/state"
        case .importRejected: "/import/rejected/{file}"
        case .drafts, .newDraft: "/register"
        case .draftStep, .saveDraft: "/register/{draft}/{step}"
        case .checkDraft: "/register/{draft}/{step}/check"
        case .discardDraft: "/register/{draft}/discard"
        case .cases: "/cases"
        case .startScan, .scanState: "/cases/scan"
        case .caseDetail: "/cases/{case}"
        case .decideCase: "/cases/{case}/decision"
        case .decideGroup: "/cases/{case}/group"
        case .undoCase: "/cases/{case}/undo"
        case .takeCase: "/cases/{case}/owner"
        case .conflicts: "/conflicts"
        case .conflictDetail, .settleConflict: "/conflicts/{record}/{group}"
        case .overview: "/overview"
        case .overviewData: "/overview/{table}"
        case .brokenRules: "/broken-rules"
        case .nodes: "/nodes"
        case .node: "/nodes/{node}"
        case .startSync: "/nodes/sync"
        case .giveToken: "/nodes/token"
        case .revokeNode: "/nodes/{node}/revoke"
        case .payrolls, .openPayroll: "/payrolls"
        case .payroll: "/payrolls/{payroll}"
        case .payrollStep: "/payrolls/{payroll}/steps/{act}"
        case .payrollHolds: "/payrolls/{payroll}/holds"
        case .payrollRegister: "/payrolls/{payroll}/register.csv"
        case .payrollComparison: "/payrolls/{payroll}/comparison"
        case .payrollFile: "/payrolls/{payroll}/files/{file}"
        case .payrollFileDownload: "/payrolls/{payroll}/files/{file}/download"
        case .payrollWork: "/payrolls/{payroll}/work"
        case .setAside: "/set-aside"
        case .settleSetAside: "/set-aside/{node}/{number}"
        case .bundles: "/bundles"
        case .makeBundle: "/bundles/make"
        case .takeBundle: "/bundles/take"
        case .configuration: "/configuration"
        case .users, .addUser: "/users"
        case .user, .changeUser: "/users/{user}"
        case .audit: "/audit"
        }
    }

    package var access: Access {
        switch self {
        case .signInPage, .signIn, .secondFactorPage, .secondFactor, .setUpPage, .setUp,
            .preferences, .stylesheet, .script, .icon, .statusDocument:
            .everybody
        case .home, .signOut, .passwordPage, .password, .help, .statusPage: .staff
        // Whoever sits at a field office when there is a network, may use it.
        case .startSync: .staff
        case .desk, .search, .liveSearch, .family, .familyPurpose, .familyHistory, .familySheet,
            .familyReceipt, .transfers:
            .holders(of: .readFamilies)
        case .addNote, .changePage, .change, .drafts, .newDraft, .draftStep, .saveDraft,
            .checkDraft, .discardDraft, .foreignFamily, .askTransfer, .searchElsewhere:
            .holders(of: .writeFamilies)
        case .importPage, .startImport, .importState, .importRejected:
            .holders(of: .importFiles)
        case .cases, .caseDetail, .scanState, .conflicts, .conflictDetail:
            .holders(of: .readCases)
        case .decideCase, .decideGroup, .answerTransfer, .undoCase, .takeCase, .startScan,
            .settleConflict, .answerProposal:
            .holders(of: .settleCases)
        case .overview, .overviewData, .brokenRules, .nodes, .node, .setAside:
            .holders(of: .readNetwork)
        case .giveToken, .revokeNode, .settleSetAside: .holders(of: .runNetwork)
        case .bundles, .makeBundle, .takeBundle: .holders(of: .carryBundles)
        case .configuration: .holders(of: .readConfiguration)
        case .payrolls, .payroll, .payrollHolds, .payrollRegister, .payrollComparison,
            .payrollFile, .payrollFileDownload, .payrollWork:
            .holders(of: .readPayroll)
        case .openPayroll: .holders(of: .makePayroll)
        // Which step needs which right is asked again for the step itself.
        case .payrollStep: .holders(of: .readPayroll)
        case .users, .addUser, .user, .changeUser: .holders(of: .manageAccounts)
        case .audit: .holders(of: .readAudit)
        }
    }

    /// The route that a request means, with the values in its path.
    ///
    /// - Returns: nil when no route has this path and method.
    package static func match(_ method: String, _ path: String) -> (ConsoleRoute, [String])? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        var best: (route: ConsoleRoute, values: [String])?
        for (route, pattern) in patterns[method] ?? [] where pattern.count == parts.count {
            var values: [String] = []
            let fits = zip(pattern, parts).allSatisfy { wanted, part in
                if wanted.hasPrefix("{") {
                    values.append(FormFields.decode(part.utf8))
                    return true
                }
                return wanted == part
            }
            // A path in plain words comes before one with a parameter.
            if fits, best == nil || values.count < best?.values.count ?? 0 {
                best = (route, values)
            }
        }
        return best
    }

    /// The parts of all paths by method.
    private static let patterns = Dictionary(grouping: allCases) { $0.method.rawValue }
        .mapValues { $0.map { ($0, $0.pattern.split(separator: "/")) } }

    /// Whether the path is known under another method.
    package static func knows(_ path: String) -> Bool {
        match("GET", path) != nil || match("POST", path) != nil
    }
}
