import ArgumentParser
import ChangeLog
import Foundation
import Sync
import Trust

/// Certificates: those of nodes that no network reaches, and the node's own.
struct PKICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pki", abstract: "Answer requests for certificates, renew the node's own.",
        discussion: """
            Example: shabaka pki sign f03.request --data ni --out f03.answer \
            --code 1A2B-3C4D-5E6F-7081-92A3
            """,
        subcommands: [Sign.self, Renew.self])

    struct Sign: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answer the request of a node that no network reaches.",
            discussion: """
                Compare the request's code with what is read out at the new node before you sign, \
                and read the answer's code out to them afterwards: the stick is not trusted. A \
                member that sends another request gets a new certificate. A province asks the hub \
                to sign; without a network between the two, sign at the hub with --below.

                Example: shabaka pki sign f03.request --data ni --out f03.answer \
                --code 1A2B-3C4D-5E6F-7081-92A3
                """)

        @OptionGroup var options: NodeOptions

        @Argument(help: "The file that “shabaka join --request” wrote.")
        var file: FilePath

        @Option(help: "The file to write the answer to.")
        var out: FilePath

        @Option(help: "The code that was read out at the new node.")
        var code: String

        @Option(help: "The areas that it will serve, if not those that it asks for.")
        var areas: CommaList?

        @Option(help: "At the hub: the province below which the node will work.")
        var below: String?

        struct Outcome: Rendered {
            var node: String
            var role: String
            var areas: [String]
            var upstream: String
            var file: String
            var code: String

            var text: String {
                """
                \(node) (\(role)) may join \(upstream) for \(areas.joined(separator: ", ")). \
                The answer is in \(file).
                Its code: \(code)
                Next, at \(node): shabaka join --data DIR --certificate \(file) --code \(code)
                Then carry the first bundle there: shabaka bundle export --for \(node)
                """
            }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            guard let credentials = try node.credentials() else {
                throw NodeFault.notJoined(node.name)
            }
            let request = try FileJoining.read(FileJoinRequest.self, file)
            guard request.code == code.uppercased() else {
                throw FileJoinFault.otherCode(file.absolute, found: request.code)
            }
            let own = try Certificate(pem: credentials.certificatePEM)
            let answer = try await Membership(node.journal, certificate: own).enrol(
                request, areas: areas?.items, below: below,
                issuer: try node.issuer(credentials.caPEM))
            try node.directory.write(try JSONDocument.text(of: answer), to: out.absolute)
            return Outcome(
                node: answer.node, role: answer.role, areas: answer.areas,
                upstream: answer.upstream, file: out.absolute, code: answer.code)
        }
    }

    struct Renew: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace the node's certificate and its key now.",
            discussion: """
                “serve” renews by itself from the sixtieth day on; this is for the day on which \
                the key may be known to somebody else, or the hub gets another name. Also after \
                the certificate's end. A running node takes the new one up within a minute. A node \
                without a network asks again with “shabaka join --request”.

                Example: shabaka pki renew --data hub --host hub.example.iq,10.1.0.5
                """)

        @OptionGroup var options: NodeOptions

        @Option(help: "At the hub: the names and addresses under which others reach it.")
        var host: CommaList?

        struct Outcome: Rendered {
            var node: String
            var serial: String
            var notAfter: String?
            var text: String {
                "\(node) has a new certificate (\(serial)), good until \(notAfter ?? "")."
            }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            let keys = NodeKeys(of: node.directory)
            if let authority = try keys.authority() {
                if let host {
                    try node.directory.write(
                        JSONDocument.text(of: host.items), to: node.directory.hosts)
                }
                try HubCertificate(node.directory, name: node.name)
                    .issue(authority, now: node.nowSeconds)
            } else {
                if host != nil { throw NodeFault.onlyAtTheHub("Giving another --host") }
                guard let upstream = try node.settings().upstream else {
                    throw NodeFault.notJoined(node.name)
                }
                guard !upstream.url.isEmpty else {
                    throw NodeFault.noAddress(node.name, upstream: upstream.name)
                }
                try await Joining(node, upstreamURL: upstream.url).renew()
            }
            guard let certificate = try keys.certificate() else {
                throw NodeFault.notJoined(node.name)
            }
            return Outcome(
                node: node.name, serial: certificate.serialHex,
                notAfter: UTCText.of(certificate.notAfter * 1000))
        }
    }
}
