import ArgumentParser
import ChangeLog

/// Whether a node's log and registry are what was written, and whether two nodes agree.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Verify a node's log and registry, compare two nodes.",
        discussion: """
            Example:
              shabaka audit verify --data hub --checkpoint-out hub.json
              shabaka audit verify --data baghdad --against hub.json
            """,
        subcommands: [Verify.self, Compare.self])
}

extension AuditCommand {
    struct Verify: NodeCommand {
        typealias Outcome = AuditOutcome

        static let configuration = CommandConfiguration(
            abstract: "Walk chain, commitments, signatures and rows; say what is broken and where.",
            discussion: """
                A log whose end was cut off fits in itself: the checkpoint of a neighbour, or of \
                this node on another day, tells (--against). Ends with 1 when anything is broken.

                Example: shabaka audit verify --data baghdad --against hub.json
                """)

        @OptionGroup var options: NodeOptions
        @Option(help: "A checkpoint that a neighbour, or this node, wrote earlier.")
        var against: FilePath?
        @Option(help: "Where to write what this node holds now, for its neighbours.")
        var checkpointOut: FilePath?

        func run(on node: Node, output: Output) async throws -> AuditOutcome {
            let checkpoint = try against.map { try AuditFile.read(Checkpoint.self, $0) }
            let report = try node.journal.audit(against: checkpoint) { step, done, total in
                output.progress("audit \(step.rawValue)", done: done, total: total)
            }
            // A checkpoint of a broken log would pass the break on as the truth.
            if let checkpointOut, report.isSound {
                try node.directory.write(
                    JSONDocument.text(of: try node.journal.checkpoint()),
                    to: checkpointOut.absolute)
            }
            if let checkpoint, report.compared == 0 {
                output.message(
                    "The checkpoint of \(checkpoint.node) says nothing about \(node.name): give "
                        + "that of its upstream, of a node below it, or its own.")
            }
            return AuditOutcome(report, against: checkpoint?.node)
        }
    }

    struct Compare: NodeCommand {
        typealias Outcome = ScopeDocument

        static let configuration = CommandConfiguration(
            abstract: "Print a digest by entity for a scope, to compare two nodes.",
            discussion: """
                Two nodes that agree show the same digests. A province shows its own areas; at \
                the hub --scope-of names the node to compare with.

                Example:
                  shabaka audit compare --data baghdad --out baghdad.json
                  shabaka audit compare --data hub --scope-of IQ-BG --with baghdad.json
                """)

        @OptionGroup var options: NodeOptions
        @Option(help: "Only what lies in the areas of this node.")
        var scopeOf: String?
        @Option(help: "Only what lies in these areas, with commas between.")
        var areas: CommaList?
        @Option(help: "What another node wrote with --out.")
        var with: FilePath?
        @Option(help: "Where to write the digests.")
        var out: FilePath?

        func validate() throws {
            guard scopeOf == nil || areas == nil else {
                throw ValidationError("Give either --scope-of or --areas.")
            }
            if let areas, areas.items.isEmpty { throw ValidationError("--areas names no area.") }
        }

        func run(on node: Node, output: Output) async throws -> ScopeDocument {
            let other = try with.map { try AuditFile.read(ScopeDocument.self, $0) }
            var document = try node.journal.read { view in
                let scope = try scope(of: node, view)
                return ScopeDocument(
                    node: node.name, scope: scope?.sorted(),
                    entities: try view.scopeDigests(areas: scope))
            }
            if let out {
                try node.directory.write(JSONDocument.text(of: document), to: out.absolute)
            }
            if let other { try document.compare(with: other) }
            return document
        }

        /// The areas to be compared; nil means everything.
        private func scope(of node: Node, _ view: RegistryView) throws -> Set<String>? {
            if let areas { return Set(areas.items) }
            guard let scopeOf else {
                return node.role == .hub ? nil : Set(node.journal.identity.areas)
            }
            return try view.areas(ofNode: scopeOf)
        }
    }
}
