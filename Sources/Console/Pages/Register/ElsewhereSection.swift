import Casework
import Registry

/// What headquarters says of people: those of a draft before it is saved, or who is searched for.
struct ElsewhereSection {
    private let context: PageContext
    private let names: [String]
    private let outcome: ElsewhereOutcome

    /// - Parameter names: how the people are called whom the question was about.
    init(_ context: PageContext, names: [String], _ outcome: ElsewhereOutcome) {
        self.context = context
        self.names = names
        self.outcome = outcome
    }

    private var w: Wording { context.w }

    var html: HTML {
        switch outcome {
        case .unreachable:
            // Offline is normal: grey, and nothing to be done.
            tag("p", .class("notice calm"), .id("elsewhere")) {
                Icon.net.html
                tag("span", text: w(.elsewhereUnreachable))
            }
        case .answered(let findings) where findings.isEmpty:
            tag("p", .class("notice calm"), .id("elsewhere")) {
                Icon.check.html
                tag("span", text: w(.elsewhereNobody))
            }
        case .answered(let findings): table(findings)
        }
    }

    private func table(_ findings: [ElsewhereFinding]) -> HTML {
        tag("section", .class("card flush"), .id("elsewhere")) {
            tag("h2") { tag("span", .class("tag look"), text: w(.elsewhereFound)) }
            tag("div", .class("scroll")) {
                tag("table") {
                    tag("thead") {
                        tag("tr") {
                            for phrase in [
                                Phrase.inThisDraft, .elsewhereThere, .agrees, .whatNext,
                            ] {
                                tag("th", .at("scope", "col"), text: w(phrase))
                            }
                        }
                    }
                    tag("tbody") { for found in findings { row(found) } }
                }
            }
        }
    }

    private func row(_ found: ElsewhereFinding) -> HTML {
        tag("tr") {
            tag("th", .at("scope", "row")) {
                isolated(names.indices ~= found.member ? names[found.member] : "")
            }
            tag("td") {
                isolated(found.initial + Masking.dots)
                if !found.birthYear.isEmpty {
                    HTML(" · ")
                    HTML(w.date(found.birthYear))
                }
                tag("div", .class("small")) { ElsewhereWords.place(found, context) }
            }
            tag("td") {
                tag("div") {
                    HTML(
                        w(.likelihoodIs, CaseWords.percent(Int(found.probability * 1_000_000), w)))
                }
                for field in found.agreeing {
                    tag("span", .class("tag"), text: CaseWords.field(field, w))
                    HTML(" ")
                }
            }
            tag("td") {
                tag(
                    "a", .class("button"), .href(Link(.foreignFamily, found.household)),
                    text: w(.transferAsk))
            }
        }
    }
}
