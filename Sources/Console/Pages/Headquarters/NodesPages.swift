import Registry

/// The nodes that joined here: who is in step and who is not.
struct NodesPage {
    private let context: PageContext
    /// How many changesets that were set aside wait for a decision.
    private let setAside: Int
    private let token: (node: String, text: String)?

    init(
        _ context: PageContext, setAside: Int, token: (node: String, text: String)? = nil
    ) {
        self.context = context
        self.setAside = setAside
        self.token = token
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section") {
            tag("div", .class("head")) {
                tag("h1", text: w(.navigationNodes))
                tag("div", .class("actions")) {
                    tag("a", .class("button"), .href(Link(.setAside))) {
                        HTML(w(.setAside))
                        if setAside > 0 { tag("span", .class("count"), text: w.number(setAside)) }
                    }
                    if context.may(.carryBundles) {
                        tag("a", .class("button"), .href(Link(.bundles)), text: w(.bundles))
                    }
                }
            }
            if let token { given(token) }
            if context.status.peers.isEmpty {
                tag("div", .class("card empty")) {
                    tag("strong", text: w(.noNodes))
                    tag("p", text: w(.noNodesText))
                }
            } else {
                tag("div", .class("card flush scroll")) {
                    tag("table") {
                        tag("thead") {
                            tag("tr") {
                                for phrase in [
                                    Phrase.node, .area, .state, .lastContact, .completeAt,
                                    .clockOffset,
                                ] {
                                    tag("th", .at("scope", "col"), text: w(phrase))
                                }
                            }
                        }
                        tag("tbody") { for peer in context.status.peers { row(peer) } }
                    }
                }
            }
            if context.may(.runNetwork) { newNode }
        }
    }

    private func row(_ peer: NodeStatus.Peer) -> HTML {
        let state = peer.link(now: context.now).tag
        return tag("tr", .class("row-link")) {
            tag("th", .at("scope", "row")) {
                tag("a", .href(Link(.node, peer.name))) { code(peer.name) }
                tag("div", .class("small muted"), text: w(.nodeRole(peer.role)))
            }
            tag(
                "td",
                text: peer.areas.map(context.area).joined(separator: w(.listSeparator) + " "))
            tag("td") { tag("span", .class("tag \(state.kind)"), text: w(state.phrase)) }
            tag("td", text: peer.lastContact.map { w.ago($0, now: context.now) } ?? w(.never))
            tag("td", text: peer.completeAt.map { w.ago($0, now: context.now) } ?? w(.never))
            tag("td") {
                if let offset = peer.clockOffsetMilliseconds {
                    HTML(w(.secondsShort, w.number(Int(offset / 1000))))
                } else {
                    "–"
                }
            }
        }
    }

    private func given(_ token: (node: String, text: String)) -> HTML {
        tag("section", .class("card")) {
            tag("h2") { w.html(.tokenFor, code(token.node)) }
            tag("p") { code(token.text, "digest") }
            tag("p", .class("muted"), text: w(.tokenText))
        }
    }

    private var newNode: HTML {
        tag("section", .class("card")) {
            tag("h2", text: w(.letJoin))
            tag("form", .at("method", "post"), .action(Link(.giveToken)), .class("fields")) {
                context.csrf
                tag("div", .class("grid-2")) {
                    Field(.name("node"), w(.node), hint: "IQ-NI, IQ-NI-F03").input(
                        "", [.at("dir", "ltr"), .flag("required"), .at("maxlength", "40")])
                    Field(.name("areas"), w(.areaCodes), hint: w(.areaCodesHint)).input(
                        "", [.at("dir", "ltr"), .at("maxlength", "400")])
                }
                tag("div", .class("actions")) { tag("button", text: w(.giveToken)) }
            }
        }
    }
}

/// One node below: how it is, and taking its right to speak away.
struct NodePage {
    private let context: PageContext
    private let peer: NodeStatus.Peer
    private let problem: String?

    init(_ context: PageContext, _ peer: NodeStatus.Peer, problem: String? = nil) {
        self.context = context
        self.peer = peer
        self.problem = problem
    }

    var html: HTML {
        let w = context.w
        let state = peer.link(now: context.now).tag
        return tag("section") {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.nodes)), text: w(.navigationNodes))
            }
            tag("h1") {
                HTML(w(.nodeRole(peer.role)) + " ")
                code(peer.name)
            }
            problemLine(problem)
            tag("section", .class("card")) {
                tag("p") { tag("span", .class("tag \(state.kind)"), text: w(state.phrase)) }
                tag("dl", .class("facts")) {
                    fact(
                        w(.area),
                        HTML(
                            peer.areas.map(context.area)
                                .joined(separator: w(.listSeparator) + " ")))
                    fact(w(.lastContact), HTML(peer.lastContact.map(w.moment) ?? w(.never)))
                    fact(w(.completeAt), HTML(peer.completeAt.map(w.moment) ?? w(.never)))
                    if let offset = peer.clockOffsetMilliseconds {
                        let seconds = Double(offset) / 1000
                        fact(w(.clockOffset), HTML(w(.secondsShort, w.decimal(seconds))))
                    }
                }
                tag("p", .class("muted"), text: w(.completeText))
            }
            if context.may(.runNetwork), context.status.role == "hub", !peer.isRevoked {
                tag("section", .class("card")) {
                    tag("h2", text: w(.revokeNode))
                    tag("p", text: w(.revokeText))
                    tag(
                        "form", .at("method", "post"), .action(Link(.revokeNode, peer.name)),
                        .class("fields")
                    ) {
                        context.csrf
                        tag("div", .class("grid-2")) {
                            Field(.name("reason"), w(.reason)).input(
                                "",
                                [.flag("required"), .at("dir", "auto"), .at("maxlength", "400")])
                            Field(.name("typed"), w(.typeNodeName, peer.name)).input(
                                "",
                                [.flag("required"), .at("dir", "ltr"), .at("autocomplete", "off")])
                        }
                        tag("div", .class("actions")) {
                            tag("button", .class("danger"), text: w(.revokeNode))
                        }
                    }
                }
            }
        }
    }
}
