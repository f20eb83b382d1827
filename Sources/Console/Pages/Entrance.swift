import Trust

/// The pages before one is in.
private func entrance(_ context: PageContext, _ title: Phrase, @HTMLBuilder _ body: () -> HTML)
    -> HTML
{
    tag("div", .class("entrance")) {
        tag("div", .class("entrance-brand")) {
            Icon.net.html
            tag("span", .class("brand-name"), text: context.w(.product))
            tag("span", .class("muted")) {
                HTML(context.w(.nodeRole(context.status.role)) + " ")
                code(context.status.name)
            }
        }
        tag("section", .class("card")) {
            tag("h1", text: context.w(title))
            body()
        }
        tag("form", .at("method", "post"), .action(Link(.preferences)), .class("languages")) {
            context.csrf
            tag("input", .type("hidden"), .name("back"), .value(context.path))
            for language in Language.allCases {
                tag(
                    "button", .class("plain"), .name("language"), .value(language.rawValue),
                    .at("lang", language.rawValue), text: language.ownName)
            }
        }
    }
}

/// What went wrong, above a form.
func problemLine(_ text: String?) -> HTML {
    guard let text else { return .empty }
    return tag("div", .class("notice bad"), .at("role", "alert")) {
        Icon.warning.html
        tag("span", text: text)
    }
}

/// Name and password.
struct SignInPage {
    let context: PageContext
    var name = ""
    var reason: String?
    var resume: (path: String, fields: [(name: String, value: String)])?
    var next = ""

    init(
        _ context: PageContext, name: String = "", reason: String? = nil,
        resume: (path: String, fields: [(name: String, value: String)])? = nil, next: String = ""
    ) {
        self.context = context
        self.name = name
        self.reason = reason
        self.resume = resume
        self.next = next
    }

    var html: HTML {
        let w = context.w
        return entrance(context, .signIn) {
            problemLine(reason)
            tag("form", .at("method", "post"), .action(Link(.signIn)), .class("fields")) {
                context.csrf
                tag("input", .type("hidden"), .name("next"), .value(next))
                if let resume {
                    tag("input", .type("hidden"), .name("resume"), .value(resume.path))
                    for field in resume.fields {
                        tag(
                            "input", .type("hidden"), .name("kept." + field.name),
                            .value(field.value))
                    }
                }
                Field(.name("name"), w(.userName)).input(
                    name,
                    [
                        .at("autocomplete", "username"), .flag("required"), .flag("autofocus"),
                        .at("autocapitalize", "none"), .at("dir", "auto"),
                    ])
                Field(.name("password"), w(.password)).input(
                    "",
                    [
                        .type("password"), .at("autocomplete", "current-password"),
                        .flag("required"), .at("dir", "ltr"),
                    ])
                tag("div", .class("actions")) {
                    tag("button", .class("main"), text: w(.signIn))
                }
            }
        }
    }
}

/// The code of a phone that is set up.
struct SecondFactorPage {
    let context: PageContext
    let reason: String?

    init(_ context: PageContext, reason: String? = nil) {
        self.context = context
        self.reason = reason
    }

    var html: HTML {
        entrance(context, .secondFactor) {
            problemLine(reason)
            tag("p", text: context.w(.secondFactorText))
            codeForm(context, .secondFactor)
        }
    }
}

private func codeForm(_ context: PageContext, _ route: ConsoleRoute) -> HTML {
    tag("form", .at("method", "post"), .action(Link(route)), .class("fields")) {
        context.csrf
        Field(.name("code"), context.w(.oneTimeCode)).input(
            "",
            [
                .at("inputmode", "numeric"), .at("autocomplete", "one-time-code"),
                .at("maxlength", "12"), .flag("required"), .flag("autofocus"),
                .at("dir", "ltr"), .class("code-input"),
            ])
        tag("div", .class("actions")) {
            tag("button", .class("main"), text: context.w(.goOn))
        }
    }
}

/// A phone is set up: once, at the first sign-in of a role that needs it.
struct SetUpPage {
    let context: PageContext
    let oneTime: OneTimePassword
    let name: String
    let reason: String?

    init(_ context: PageContext, _ oneTime: OneTimePassword, name: String, reason: String?) {
        self.context = context
        self.oneTime = oneTime
        self.name = name
        self.reason = reason
    }

    var html: HTML {
        let w = context.w
        let uri = oneTime.uri(account: name, issuer: "Shabaka-\(context.status.name)")
        return entrance(context, .setUpPhone) {
            problemLine(reason)
            tag("p", text: w(.setUpPhoneText))
            if let qr = QRCode(uri) { SVG.qr(qr, label: w(.setUpPhone)) }
            tag("p", .class("muted small")) { w.html(.setUpByHand, code(grouped)) }
            codeForm(context, .setUp)
        }
    }

    private var grouped: String {
        var result = ""
        for (index, letter) in oneTime.base32.enumerated() {
            if index > 0, index.isMultiple(of: 4) { result += " " }
            result.append(letter)
        }
        return result
    }
}

/// After a session ended in the middle of a form: what was typed goes on.
struct ResumePage {
    let context: PageContext
    let csrf: String
    let resume: (path: String, fields: [(name: String, value: String)])

    var html: HTML {
        entrance(context, .typedIsKept) {
            tag("p", text: context.w(.typedIsKeptText))
            tag("form", all: [.at("method", "post"), .at("action", resume.path)]) {
                tag("input", .type("hidden"), .name("csrf"), .value(csrf))
                for field in resume.fields {
                    tag("input", .type("hidden"), .name(field.name), .value(field.value))
                }
                tag("div", .class("actions")) {
                    tag("button", .class("main"), .flag("autofocus"), text: context.w(.goOn))
                }
            }
        }
    }
}

/// The own password.
struct PasswordPage {
    let context: PageContext
    let reason: String?

    init(_ context: PageContext, reason: String? = nil) {
        self.context = context
        self.reason = reason
    }

    var html: HTML {
        let w = context.w
        return tag("section", .class("narrow")) {
            tag("h1", text: w(.changePassword))
            problemLine(reason)
            tag(
                "form", .at("method", "post"), .action(Link(.password)), .class("card fields")
            ) {
                context.csrf
                Field(.name("old"), w(.oldPassword)).input("", secret("current-password"))
                Field(.name("new"), w(.newPassword), hint: w(.passwordHint)).input(
                    "", secret("new-password"))
                Field(.name("again"), w(.passwordAgain)).input("", secret("new-password"))
                tag("div", .class("actions")) {
                    tag("button", .class("main"), text: w(.changePassword))
                }
            }
        }
    }

    private func secret(_ autocomplete: String) -> [Attribute] {
        [
            .type("password"), .at("autocomplete", autocomplete), .flag("required"),
            .at("dir", "ltr"),
        ]
    }
}
