import Casework
import Registry

/// How the node is set up: shown, and changed on its machine alone.
struct ConfigurationPage {
    private let context: PageContext
    private let configuration: NodeConfiguration
    private let programmes: [ProgrammeLine]

    init(
        _ context: PageContext, _ configuration: NodeConfiguration, _ programmes: [ProgrammeLine]
    ) {
        self.context = context
        self.configuration = configuration
        self.programmes = programmes
    }

    private var w: Wording { context.w }

    var html: HTML {
        tag("section") {
            tag("h1", text: w(.configuration))
            tag("p", .class("muted"), text: w(.configurationText))
            tag("div", .class("columns")) {
                node
                if let debtor = configuration.debtor { payer(debtor) }
                if !configuration.banks.isEmpty { banks }
                if !programmes.isEmpty { rules }
            }
        }
    }

    private var node: HTML {
        let status = context.status
        return tag("section", .class("card")) {
            tag("h2", text: w(.node))
            tag("dl", .class("facts one")) {
                fact(w(.name), code(status.name))
                fact(w(.kind), HTML(w(.nodeRole(status.role))))
                fact(
                    w(.area),
                    HTML(
                        status.areas.isEmpty
                            ? w(.allAreas)
                            : status.areas.map(context.area)
                                .joined(separator: w(.listSeparator) + " ")))
                if let upstream = status.upstream {
                    fact(w(.upstream), code(upstream.name))
                    if !configuration.upstreamAddress.isEmpty {
                        fact(w(.address), code(Self.plain(configuration.upstreamAddress)))
                    }
                }
                for port in configuration.ports {
                    fact(
                        w(port.name == "console" ? .portOfPages : .portOfNodes),
                        code(Self.plain(port.address)))
                }
                if let days = status.certificateDays {
                    fact(w(.certificate), HTML(w(.daysLeft, count: days)))
                }
            }
        }
    }

    /// Host and port: the scheme says nothing here.
    private static func plain(_ address: String) -> String {
        address.split(separator: "/").last.map(String.init) ?? address
    }

    private func payer(_ debtor: NodeConfiguration.Debtor) -> HTML {
        tag("section", .class("card")) {
            tag("h2", text: w(.payer))
            tag("dl", .class("facts one")) {
                fact(w(.name), isolated(debtor.name))
                fact(w(.account), code(IBANText.grouped(debtor.account)))
                fact(w(.bank), isolated(debtor.agent))
            }
        }
    }

    private var banks: HTML {
        tag("section", .class("card flush")) {
            tag("h2", text: w(.banksOfPayments))
            tag("table") {
                tag("thead") {
                    tag("tr") {
                        for phrase in [Phrase.bank, .name, .bic] {
                            tag("th", .at("scope", "col"), text: w(phrase))
                        }
                    }
                }
                tag("tbody") {
                    for bank in configuration.banks {
                        tag("tr") {
                            tag("th", .at("scope", "row")) { code(bank.code) }
                            tag("td") { isolated(bank.name) }
                            tag("td") { code(bank.bic.isEmpty ? "–" : bank.bic) }
                        }
                    }
                }
            }
        }
    }

    private var rules: HTML {
        tag("section", .class("card flush")) {
            tag("h2", text: w(.enrolments))
            tag("table") {
                tag("thead") {
                    tag("tr") {
                        for phrase in [Phrase.programme, .rulesVersion, .from, .currency] {
                            tag("th", .at("scope", "col"), text: w(phrase))
                        }
                    }
                }
                tag("tbody") {
                    for line in programmes {
                        tag("tr") {
                            tag("th", .at("scope", "row")) {
                                isolated(
                                    context.labels.programme(
                                        line.code, context.language.labels))
                            }
                            tag("td", text: line.version.map { w.number($0) } ?? "–")
                            tag(
                                "td",
                                text: line.validFrom.isEmpty ? "–" : w.cycle(line.validFrom))
                            tag("td") { code(line.currency) }
                        }
                    }
                }
            }
        }
    }
}
