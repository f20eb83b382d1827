import Casework
import ChangeLog
import Registry

extension Visit {
    /// Accounts, and who read what.
    func answerAccounts() throws -> WebAnswer {
        switch route {
        case .users, .addUser: return try users()
        case .audit: return try audit()
        default: return try user()
        }
    }

    private func accounts() throws -> [StaffAccount] {
        try journal.read { try StaffAccounts($0, node: journal.identity.name).list() }
    }

    /// The roles that somebody may give: an administrator all, a manager those of the province.
    private var grantable: [StaffRole] {
        let own = context.account?.roles ?? []
        return own.contains(.administrator)
            ? StaffRole.allCases : [.registrar, .caseworker]
    }

    private var chosenRoles: Set<StaffRole> {
        Set(form.all("role").compactMap(StaffRole.init(rawValue:))).intersection(grantable)
    }

    /// Areas that exist and lie within the own.
    private var chosenAreas: [String] {
        let codes = form["areas"].split { ", ،".contains($0) }.map(String.init)
        return codes.filter { code in
            context.labels.areas.contains { $0.code == code } && context.isOwn(code)
        }
    }

    private func users() throws -> WebAnswer {
        guard route == .addUser else {
            return page(
                w(.navigationUsers),
                UsersPage(context, try accounts(), grantable, offset: offset).html)
        }
        let name = form.trimmed("name")
        var areas = chosenAreas
        if areas.isEmpty { areas = context.account?.areas ?? [] }
        do {
            try journal.write { session in
                try AccountDesk(session).add(
                    name, roles: chosenRoles, areas: areas, password: form["password"],
                    by: author("user"))
            }
        } catch let refusal as AccountRefusal {
            return page(
                w(.navigationUsers), status: 422,
                UsersPage(
                    context, try accounts(), grantable, name: name,
                    problem: RefusalWords.text(refusal, w))
                    .html)
        }
        try AccessLog(journal).note(actor, "account added: \(name)", nil)
        return go(Link(.users), saying: w(.userAdded, name))
    }

    private func user() throws -> WebAnswer {
        guard let name = values.first,
            let account = try accounts().first(where: { $0.name == name })
        else { return problem(404) }
        // Nobody looks after those who may do more than what he can give.
        guard account.roles.isSubset(of: grantable) else { return problem(403) }
        func show(_ text: String?) -> WebAnswer {
            page(
                name, status: text == nil ? 200 : 422,
                UserPage(context, account, grantable, problem: text).html)
        }
        guard route == .changeUser else { return show(nil) }
        guard name != actor else { return show(w(.refusedOwnAccount)) }
        let act = form["act"]
        do {
            try journal.write { session in
                let desk = AccountDesk(session)
                switch act {
                case "roles":
                    try desk.change(
                        name, roles: chosenRoles, areas: chosenAreas, by: author("user"))
                case "disable": try desk.setDisabled(true, name, by: author("user"))
                case "enable": try desk.setDisabled(false, name, by: author("user"))
                case "password": try desk.setPassword(form["password"], of: name)
                case "phone": try desk.forgetSecondFactor(name)
                default: break
                }
            }
        } catch let refusal as AccountRefusal {
            return show(RefusalWords.text(refusal, w))
        }
        site.sessions.end(user: name)
        try AccessLog(journal).note(actor, "account \(act): \(name)", nil)
        return go(Link(.user, name), saying: w(.userSaved, name))
    }

    private func audit() throws -> WebAnswer {
        let who = query["actor"]
        let family = RecordID(query["record"])
        let offset = min(100_000, offset)
        let entries = try AccessLog(journal).list(
            actor: who.isEmpty ? nil : who, record: family,
            limit: offset + AuditPage.perPage + 1)
        return page(
            w(.navigationAudit),
            AuditPage(
                context, Array(entries.dropFirst(offset)), actors: try accounts().map(\.name),
                actor: who, offset: offset
            ).html)
    }
}
