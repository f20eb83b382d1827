/// How the node is, for whoever works on it.
struct StatusPage {
    private let context: PageContext

    init(_ context: PageContext) {
        self.context = context
    }

    var html: HTML {
        let w = context.w
        let status = context.status
        return tag("section") {
            tag("h1") {
                HTML(w(.nodeRole(status.role)) + " ")
                code(status.name)
            }
            tag("p", .class("muted")) {
                HTML(
                    status.areas.isEmpty
                        ? w(.allAreas)
                        : status.areas.map(context.area).joined(separator: w(.listSeparator) + " "))
            }
            tag("div", .class("tiles")) {
                Tile(w(.households), w.number(status.households)).html
                Tile(w(.persons), w.number(status.persons)).html
                Tile(w(.changesets), w.number(status.changesets)).html
                Tile(
                    w(.openDuplicates), w.number(status.openDuplicates),
                    link: context.may(.readCases) ? Link(.cases) : nil
                ).html
                Tile(
                    w(.openConflicts), w.number(status.openConflicts),
                    link: context.may(.readCases) ? Link(.conflicts) : nil
                ).html
                Tile(
                    w(.brokenRules), w.number(status.brokenRules),
                    link: context.may(.readNetwork) ? Link(.brokenRules) : nil
                ).html
            }
            if !status.advice.isEmpty { adviceCard(status.advice) }
            if let upstream = status.upstream { upstreamCard(upstream) }
            if context.may(.carryBundles), !BundlesPage.partners(status).isEmpty {
                tag("section", .class("card")) {
                    tag("h2", text: w(.bundles))
                    tag("p", .class("muted"), text: w(.bundlesText))
                    tag("div", .class("actions")) {
                        tag("a", .class("button"), .href(Link(.bundles)), text: w(.bundles))
                    }
                }
            }
            tag("section", .class("card")) {
                tag("h2", text: w(.thisMachine))
                tag("dl", .class("facts")) {
                    if let days = status.certificateDays {
                        fact(w(.certificate), HTML(w(.daysLeft, count: days)))
                    }
                    if let bytes = status.freeDiskBytes {
                        fact(w(.freeDisk), HTML(w(.gigabytes, w.number(bytes >> 30))))
                    }
                }
            }
        }
    }

    private func adviceCard(_ advice: [NodeAdvice]) -> HTML {
        let w = context.w
        return tag("section", .class("card")) {
            tag("h2", text: w(.toDo))
            tag("ul", .class("plain-list")) {
                for item in advice {
                    tag("li") { withCommands(AdviceWords.text(item, w, now: context.now)) }
                }
            }
        }
    }

    private func upstreamCard(_ upstream: NodeStatus.Upstream) -> HTML {
        let w = context.w
        let state = upstream.state.tag
        return tag("section", .class("card")) {
            tag("h2", text: w(.upstream))
            tag("dl", .class("facts")) {
                fact(w(.node), code(upstream.name))
                fact(
                    w(.state),
                    HTML([
                        tag("span", .class("tag \(state.kind)"), text: w(state.phrase)),
                        upstream.code.map { HTML(" ") + code($0) } ?? .empty,
                    ]))
                fact(
                    w(.lastContact),
                    HTML(upstream.lastContact.map { w.ago($0, now: context.now) } ?? w(.never)))
                fact(w(.outbox), HTML(w(.changesWaiting, count: upstream.backlog)))
            }
            if let complaint = upstream.complaint {
                // In the words of the program, which its operator can look up.
                tag("p", .class("small muted"), .at("dir", "auto"), text: complaint)
            }
            tag("form", .at("method", "post"), .action(Link(.startSync))) {
                context.csrf
                tag("div", .class("actions")) {
                    tag("button", .class("main"), text: w(.syncNow))
                }
            }
        }
    }
}

/// A text in which commands stand between quotation marks, which the direction of Arabic would turn
/// round: here they are set as code.
private func withCommands(_ text: String) -> HTML {
    let parts = text.split(separator: "“", omittingEmptySubsequences: false)
    return HTML(
        parts.enumerated().flatMap { index, part in
            guard index > 0 else { return [HTML(String(part))] }
            guard let end = part.firstIndex(of: "”") else { return [HTML("“" + part)] }
            // Whoever copies a command copies nothing that cannot be seen.
            return [
                code(part[..<end].withoutDirectionMarks),
                HTML(String(part[part.index(after: end)...])),
            ]
        })
}

/// A pair of a list of facts.
func fact(_ name: String, _ value: HTML) -> HTML {
    tag("div") {
        tag("dt", text: name)
        tag("dd") { value }
    }
}

/// A number that says something, and leads to what is behind it.
struct Tile {
    private let label: String
    private let value: String
    private let link: Link?
    private let note: HTML

    init(_ label: String, _ value: String, link: Link? = nil, note: HTML = .empty) {
        self.label = label
        self.value = value
        self.link = link
        self.note = note
    }

    var html: HTML {
        let content = HTML([
            tag("span", .class("tile-label"), text: label),
            tag("span", .class("tile-value"), text: value),
            note.isEmpty ? .empty : tag("span", .class("tile-note")) { note },
        ])
        guard let link else { return tag("div", .class("tile")) { content } }
        return tag("a", .class("tile"), .href(link)) { content }
    }
}
