import Casework
import ChangeLog
import Registry

/// The boxes of roles that somebody may give.
private func roleChoices(
    _ context: PageContext, _ grantable: [StaffRole], _ chosen: Set<StaffRole>
) -> HTML {
    tag("fieldset", .class("field")) {
        tag("legend", text: context.w(.roles))
        tag("div", .class("choices")) {
            for role in grantable {
                tag("label", .class("choice")) {
                    tag(
                        "input",
                        all: [.type("checkbox"), .name("role"), .value(role.rawValue)]
                            + (chosen.contains(role) ? [.flag("checked")] : []))
                    tag("span", text: context.w(role.phrase))
                }
            }
        }
    }
}

/// The accounts of this node.
struct UsersPage {
    private let context: PageContext
    private let accounts: [StaffAccount]
    private let grantable: [StaffRole]
    private let offset: Int
    private let name: String
    private let problem: String?

    /// How many stand on one page.
    private static let perPage = 100

    init(
        _ context: PageContext, _ accounts: [StaffAccount], _ grantable: [StaffRole],
        offset: Int = 0, name: String = "", problem: String? = nil
    ) {
        self.offset = offset
        self.context = context
        self.accounts = accounts
        self.grantable = grantable
        self.name = name
        self.problem = problem
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section") {
            tag("h1", text: w(.navigationUsers))
            tag("p", .class("muted"), text: w(.usersText))
            problemLine(problem)
            tag("div", .class("card flush scroll")) {
                tag("table") {
                    tag("thead") {
                        tag("tr") {
                            for phrase in [Phrase.userName, .roles, .areasOfUser, .state] {
                                tag("th", .at("scope", "col"), text: w(phrase))
                            }
                        }
                    }
                    tag("tbody") {
                        for account in accounts.dropFirst(offset).prefix(Self.perPage) {
                            row(account)
                        }
                    }
                }
            }
            Pager(context, offset: offset, perPage: Self.perPage, count: accounts.count) {
                Link(.users, query: [("from", "\($0)")])
            }.html
            newAccount
        }
    }

    private func row(_ account: StaffAccount) -> HTML {
        tag("tr", .class("row-link")) {
            tag("th", .at("scope", "row")) {
                tag("a", .class("hit-name"), .href(Link(.user, account.name))) {
                    isolated(account.name)
                }
            }
            tag(
                "td",
                text: account.roles.sorted { $0.rawValue < $1.rawValue }.map { w($0.phrase) }
                    .joined(separator: w(.listSeparator) + " "))
            tag(
                "td",
                text: account.areas.isEmpty
                    ? w(.allAreas)
                    : account.areas.map(context.area).joined(separator: w(.listSeparator) + " "))
            tag("td") { AccountState.html(account, context) }
        }
    }

    private var newAccount: HTML {
        tag("form", .at("method", "post"), .action(Link(.addUser)), .class("card fields")) {
            context.csrf
            tag("h2", text: w(.addUser))
            tag("div", .class("grid-2")) {
                Field(.name("name"), w(.userName)).input(
                    name,
                    [
                        .flag("required"), .at("autocomplete", "off"), .at("dir", "auto"),
                        .at("maxlength", "64"),
                    ])
                Field(.name("password"), w(.firstPassword), hint: w(.passwordHint)).input(
                    "",
                    [
                        .type("password"), .flag("required"), .at("autocomplete", "new-password"),
                        .at("dir", "ltr"),
                    ])
            }
            roleChoices(context, grantable, [])
            Field(.name("areas"), w(.areasOfUser), hint: w(.areasOfUserHint)).input(
                "", [.at("dir", "ltr"), .at("maxlength", "400")])
            tag("div", .class("actions")) {
                tag("button", .class("main"), text: w(.addUser))
            }
        }
    }
}

/// How an account is, as tags.
enum AccountState {
    static func html(_ account: StaffAccount, _ context: PageContext) -> HTML {
        let w = context.w
        var tags: [HTML] = []
        func add(_ kind: String, _ phrase: Phrase) {
            tags.append(tag("span", .class(kind), text: w(phrase)))
        }
        if account.isDisabled {
            add("tag", .disabled)
        } else if let until = account.lockedUntil, until > context.now {
            add("tag bad", .locked)
        } else if !account.hasPassword {
            add("tag look", .noPassword)
        } else {
            add("tag good", .active)
        }
        if account.hasSecondFactor { add("tag", .phoneSet) }
        var result = HTML.empty
        for piece in tags { result += piece + HTML(" ") }
        return result
    }
}

/// One account.
struct UserPage {
    private let context: PageContext
    private let account: StaffAccount
    private let grantable: [StaffRole]
    private let problem: String?

    init(
        _ context: PageContext, _ account: StaffAccount, _ grantable: [StaffRole],
        problem: String?
    ) {
        self.context = context
        self.account = account
        self.grantable = grantable
        self.problem = problem
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section", .class("narrow")) {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.users)), text: w(.navigationUsers))
            }
            tag("h1") { isolated(account.name) }
            tag("p") { AccountState.html(account, context) }
            problemLine(problem)
            form("card fields") {
                roleChoices(context, grantable, account.roles)
                Field(.name("areas"), w(.areasOfUser), hint: w(.areasOfUserHint)).input(
                    account.areas.joined(separator: ", "),
                    [.at("dir", "ltr"), .at("maxlength", "400")])
                tag("div", .class("actions")) {
                    tag(
                        "button", .class("main"), .name("act"), .value("roles"),
                        text: w(.saveRoles))
                }
            }
            form("card fields") {
                Field(.name("password"), w(.newPassword), hint: w(.passwordHint)).input(
                    "",
                    [.type("password"), .at("autocomplete", "new-password"), .at("dir", "ltr")])
                tag("div", .class("actions")) {
                    if account.hasSecondFactor {
                        tag("button", .name("act"), .value("phone"), text: w(.forgetPhone))
                    }
                    tag("button", .name("act"), .value("password"), text: w(.resetPassword))
                }
            }
            form("card") {
                tag("div", .class("actions")) {
                    tag(
                        "button", .class(account.isDisabled ? "" : "danger"), .name("act"),
                        .value(account.isDisabled ? "enable" : "disable"),
                        text: w(account.isDisabled ? .enableUser : .disableUser))
                }
            }
        }
    }

    private func form(_ kind: String, @HTMLBuilder _ body: () -> HTML) -> HTML {
        tag(
            "form", .at("method", "post"), .action(Link(.changeUser, account.name)), .class(kind)
        ) {
            context.csrf
            body()
        }
    }
}

/// Who opened whose data.
struct AuditPage {
    private let context: PageContext
    private let entries: [AccessLog.Entry]
    private let actors: [String]
    private let actor: String
    private let offset: Int

    /// How many lines stand on one page.
    static let perPage = 150

    /// - Parameter entries: from the offset on; one more than a page holds where there are more.
    init(
        _ context: PageContext, _ entries: [AccessLog.Entry], actors: [String], actor: String,
        offset: Int
    ) {
        self.offset = offset
        self.context = context
        self.entries = entries
        self.actors = actors
        self.actor = actor
    }

    var html: HTML {
        let w = context.w
        return tag("section") {
            tag("h1", text: w(.navigationAudit))
            tag("p", .class("muted"), text: w(.auditText))
            tag("form", .at("method", "get"), .action(Link(.audit)), .class("filters")) {
                Field(.name("actor"), w(.who)).select(
                    actor, [(value: "", label: w(.allActors))] + actors.map { ($0, $0) })
                tag("button", text: w(.show))
            }
            tag("div", .class("card flush scroll")) {
                if entries.isEmpty {
                    tag("p", .class("empty"), text: w(.nothingLogged))
                } else {
                    tag("table") {
                        tag("thead") {
                            tag("tr") {
                                for phrase in [Phrase.when, .who, .whatAndWhy, .household] {
                                    tag("th", .at("scope", "col"), text: w(phrase))
                                }
                            }
                        }
                        tag("tbody") {
                            for entry in entries.prefix(Self.perPage) {
                                tag("tr") {
                                    tag("td", .class("nowrap"), text: w.moment(entry.milliseconds))
                                    tag("td") { isolated(entry.actor) }
                                    tag("td") { isolated(AuditWords.text(entry.purpose, w)) }
                                    tag("td") { code(entry.householdNumber) }
                                }
                            }
                        }
                    }
                }
            }
            Pager(
                context, offset: offset, perPage: Self.perPage,
                hasMore: entries.count > Self.perPage
            ) { [actor] from in
                Link(
                    .audit,
                    query: (actor.isEmpty ? [] : [("actor", actor)]) + [("from", "\(from)")])
            }.html
        }
    }
}
