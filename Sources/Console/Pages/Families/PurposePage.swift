import Registry

/// Asks what a family of another area is opened for.
struct PurposePage {
    private let context: PageContext
    private let family: RecordID
    private let area: String
    private let problem: String

    init(_ context: PageContext, _ family: RecordID, area: String, problem: String = "") {
        self.context = context
        self.family = family
        self.area = area
        self.problem = problem
    }

    var html: HTML {
        let w = context.w
        return tag("section", .class("narrow")) {
            tag("h1", text: w(.whatFor))
            tag("p") { w.html(.whatForText, isolated(context.area(area))) }
            tag(
                "form", .at("method", "post"),
                .action(Link(.familyPurpose, family.description)), .class("card fields")
            ) {
                context.csrf
                Field(.name("purpose"), w(.purpose), problem: problem).radio(
                    "",
                    [
                        ("move", w(.purposeMove)), ("duplicate", w(.purposeDuplicate)),
                        ("complaint", w(.purposeComplaint)), ("other", w(.purposeOther)),
                    ])
                Field(.name("words"), w(.purposeWords)).input(
                    "", [.at("maxlength", "200"), .at("dir", "auto")])
                tag("div", .class("actions")) {
                    tag("a", .class("button back"), .href(Link(.desk)), text: w(.back))
                    tag("button", .class("main"), text: w(.openFamily))
                }
            }
        }
    }
}
