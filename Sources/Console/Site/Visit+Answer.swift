extension Visit {
    /// Does what the route says; who may was asked before.
    func answer() throws -> WebAnswer {
        switch route {
        case .stylesheet, .script, .icon, .statusDocument: problem(404)
        case .home: go(start)
        case .signInPage, .signIn, .secondFactorPage, .secondFactor, .setUpPage, .setUp, .signOut,
            .passwordPage, .password, .preferences:
            try answerEntrance()
        case .help: page(w(.help), HelpPage(context).html)
        case .statusPage: page(w(.navigationStatus), StatusPage(context).html)
        case .desk, .search, .liveSearch, .family, .familyPurpose, .familyHistory, .familySheet,
            .familyReceipt, .addNote:
            try answerDesk()
        case .drafts, .newDraft, .draftStep, .saveDraft, .checkDraft, .discardDraft:
            try answerRegister()
        case .transfers, .answerTransfer, .foreignFamily, .askTransfer, .searchElsewhere:
            try answerTransfers()
        case .importPage, .startImport, .importState, .importRejected: try answerImport()
        case .startScan, .scanState: try answerScan()
        case .cases, .caseDetail, .decideCase, .decideGroup, .undoCase, .takeCase, .conflicts,
            .conflictDetail,
            .settleConflict:
            try answerCases()
        case .overview, .overviewData, .brokenRules, .nodes, .node, .startSync, .giveToken,
            .revokeNode, .setAside, .settleSetAside, .configuration:
            try answerNetwork()
        case .bundles, .makeBundle, .takeBundle: try answerBundles()
        case .payrolls, .openPayroll, .payroll, .payrollStep, .payrollHolds, .payrollRegister,
            .payrollComparison, .payrollFile, .payrollFileDownload, .payrollWork:
            try answerPayroll()
        case .users, .addUser, .user, .changeUser, .audit: try answerAccounts()
        case .changePage, .change, .answerProposal: try answerChange()
        }
    }

    /// The first page of somebody's day.
    var start: Link {
        if context.may(.writeFamilies) { return Link(.desk) }
        if context.may(.readPayroll), !context.may(.readCases) { return Link(.payrolls) }
        if context.may(.readNetwork) { return Link(.overview) }
        if context.may(.manageAccounts) { return Link(.users) }
        return context.may(.readFamilies) ? Link(.desk) : Link(.statusPage)
    }
}
