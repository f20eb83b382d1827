/// One question of a form: label, hint, what was wrong, and the place to answer.
struct Field {
    let name: String
    let label: String
    let hint: String
    let problem: String
    let isOptional: Bool
    /// Tells fields of one name apart where a page has several forms.
    let place: String

    /// How a field is called in the form.
    struct Name {
        let text: String
        static func name(_ text: String) -> Name { Name(text: text) }
    }

    init(
        _ name: Name, _ label: String, hint: String = "", problem: String = "",
        isOptional: Bool = false, place: String = ""
    ) {
        self.place = place
        self.name = name.text
        self.label = label
        self.hint = hint
        self.problem = problem
        self.isOptional = isOptional
    }

    private var id: String { "f-" + name + (place.isEmpty ? "" : "-" + place) }

    private var common: [Attribute] {
        var result: [Attribute] = [.id(id), .name(name)]
        var described: [String] = []
        if !hint.isEmpty { described.append(id + "-hint") }
        if !problem.isEmpty {
            described.append(id + "-problem")
            result.append(.at("aria-invalid", "true"))
        }
        if !described.isEmpty {
            result.append(.at("aria-describedby", described.joined(separator: " ")))
        }
        return result
    }

    private func around(_ control: HTML) -> HTML {
        tag("div", .class(problem.isEmpty ? "field" : "field wrong")) {
            tag("label", .at("for", id), text: label)
            if !hint.isEmpty { tag("p", .class("hint"), .id(id + "-hint"), text: hint) }
            control
            tag(
                "p", .class("field-problem"), .id(id + "-problem"), .at("aria-live", "polite"),
                text: problem)
        }
    }

    /// A line of text.
    func input(_ value: String, _ attributes: [Attribute] = []) -> HTML {
        around(tag("input", all: common + attributes + [.value(value)]))
    }

    /// Files of this machine, with our words: the browser's own button speaks the browser's
    /// language. Without scripts that button stays.
    ///
    /// - Parameters:
    ///   - types: which files are offered.
    ///   - isMany: whether several may be chosen at once.
    func file(accepting types: String, isMany: Bool = false, _ w: Wording) -> HTML {
        around(
            tag("div", .class("file-choice")) {
                tag(
                    "input",
                    all: common + [
                        .type("file"), .at("accept", types),
                        .at("data-most", "\(WebRequest.mostUploadBytes)"),
                        .at("data-too-large", w(.filesTooLarge)),
                    ] + (isMany ? [.flag("multiple")] : []))
                tag(
                    "label", .class("button hidden"), .at("for", id), .flag("data-file-button"),
                    text: w(isMany ? .chooseFiles : .chooseFile))
                tag(
                    "span", .class("muted hidden"), .flag("data-file-names"),
                    .at("data-none", w(.noFileChosen)), text: w(.noFileChosen))
            })
    }

    /// Several lines of text.
    func area(_ value: String, rows: Int = 3) -> HTML {
        around(
            tag(
                "textarea",
                all: common + [
                    .at("rows", "\(rows)"), .at("dir", "auto"), .at("maxlength", "4000"),
                ]
            ) { HTML(value) })
    }

    /// One of a few.
    func select(_ value: String, _ options: [(value: String, label: String)]) -> HTML {
        around(
            tag("select", all: common) {
                for option in options {
                    tag(
                        "option",
                        all: [.value(option.value)]
                            + (option.value == value ? [.flag("selected")] : [])
                    ) { HTML(option.label) }
                }
            })
    }

    /// One of two or three, side by side.
    func radio(_ value: String, _ options: [(value: String, label: String)]) -> HTML {
        tag("fieldset", .class(problem.isEmpty ? "field" : "field wrong")) {
            tag("legend", text: label)
            tag("div", .class("choices")) {
                for option in options {
                    tag("label", .class("choice")) {
                        tag(
                            "input",
                            all: [.type("radio"), .name(name), .value(option.value)]
                                + (option.value == value ? [.flag("checked")] : []))
                        tag("span", text: option.label)
                    }
                }
            }
            tag("p", .class("field-problem"), .id(id + "-problem"), text: problem)
        }
    }
}

/// What must be put right, gathered above a form, with a way to each field; nothing when all is well.
func errorSummary(_ problems: [(label: String, field: String, text: String)], _ w: Wording) -> HTML
{
    guard !problems.isEmpty else { return .empty }
    return tag("div", .class("error-summary"), .at("role", "alert"), .at("tabindex", "-1")) {
        tag("h2", text: w(.putThisRight))
        tag("ul") {
            for problem in problems {
                tag("li") {
                    tag("a", .href(Link(fragment: "f-" + problem.field))) {
                        HTML("\(problem.label): \(problem.text)")
                    }
                }
            }
        }
    }
}
