import Registry

/// The way of changes where no network is: a file on a stick, up and down.
struct BundlesPage {
    private let context: PageContext
    private let problem: String

    init(_ context: PageContext, problem: String = "") {
        self.context = context
        self.problem = problem
    }

    private var w: Wording { context.w }

    /// The nodes with which files can be exchanged: that above and those below.
    static func partners(_ status: NodeStatus) -> [String] {
        [status.upstream?.name].compactMap(\.self)
            + status.peers.filter { !$0.isRevoked }.map(\.name)
    }

    var html: HTML {
        let partners = Self.partners(context.status)
        return tag("section", .class("narrow")) {
            tag("p", .class("crumbs")) {
                tag("a", .href(Link(.statusPage)), text: w(.navigationStatus))
            }
            tag("h1", text: w(.bundles))
            tag("p", .class("muted"), text: w(.bundlesText))
            if partners.isEmpty {
                tag("div", .class("card empty")) { tag("p", text: w(.noNodes)) }
            } else {
                make(partners)
            }
            take
        }
    }

    private func make(_ partners: [String]) -> HTML {
        tag("section", .class("card")) {
            tag("h2", text: w(.bundleMake))
            tag("form", .at("method", "post"), .action(Link(.makeBundle)), .class("fields")) {
                context.csrf
                Field(.name("node"), w(.bundleFor)).select(
                    partners.first ?? "", partners.map { ($0, label($0)) })
                tag("div", .class("actions")) {
                    tag("button", .class("main"), text: w(.bundleMakeButton))
                }
            }
        }
    }

    /// A node with the areas that it serves, where they are known.
    private func label(_ node: String) -> String {
        guard let peer = context.status.peers.first(where: { $0.name == node }),
            !peer.areas.isEmpty
        else { return node }
        // A list's items cannot be isolated by markup.
        return "\u{2068}\(node)\u{2069} – "
            + peer.areas.map(context.area).joined(separator: w(.listSeparator) + " ")
    }

    private var take: HTML {
        tag("section", .class("card")) {
            tag("h2", text: w(.bundleTake))
            tag(
                "form", .at("method", "post"), .at("enctype", "multipart/form-data"),
                .action(Link(.takeBundle)), .class("fields")
            ) {
                context.csrf
                Field(.name("bundle"), w(.bundleFile), problem: problem)
                    .file(accepting: ".bundle", w)
                tag("div", .class("actions")) { tag("button", text: w(.bundleTakeButton)) }
            }
        }
    }
}
