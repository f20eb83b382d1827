import ArgumentParser
import ChangeLog
import Foundation
import Sync
import Trust

/// The protocol on a stick, for nodes that no network joins.
struct BundleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle", abstract: "Exchange with the upstream, or a node below, by files.",
        discussion: """
            A bundle is signed by its sender and encrypted to its receiver. Up it carries what the \
            upstream lacks, down the receipts and what has changed. A stick that is lost, late or \
            taken twice does no harm.

            Example:
              shabaka bundle export /media/stick/up.bundle --data f03 --for IQ-NI
              shabaka bundle import /media/stick/up.bundle --data ni
              shabaka bundle export /media/stick/down.bundle --data ni --for IQ-NI-F03
              shabaka bundle import /media/stick/down.bundle --data f03
            """,
        subcommands: [Export.self, Import.self])

    struct Export: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a bundle for the upstream or for a node directly below.",
            discussion: "Example: shabaka bundle export up.bundle --data f03 --for IQ-NI")

        @OptionGroup var options: NodeOptions

        @Option(name: .customLong("for"), help: "The name of the node that will take it.")
        var receiver: String

        @Argument(help: "The file to write; it must not be there.")
        var file: FilePath

        typealias Outcome = BundleOutcome

        func run(on node: Node, output: Output) async throws -> BundleOutcome {
            let made = try node.withBundleDesk {
                try $0.export(for: receiver, to: file.absolute)
            }
            return BundleOutcome(made, file: file.absolute)
        }
    }

    struct Import: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a bundle from the upstream or from a node directly below.",
            discussion: "Example: shabaka bundle import up.bundle --data ni")

        @OptionGroup var options: NodeOptions

        @Argument(help: "The file.")
        var file: FilePath

        typealias Outcome = BundleOutcome

        func run(on node: Node, output: Output) async throws -> BundleOutcome {
            let taken = try node.withBundleDesk { try $0.take(file.absolute) }
            return BundleOutcome(taken, file: file.absolute)
        }
    }
}

extension Node {
    /// Runs `body` where bundles are made and taken: one at a time, since each goes on from what
    /// the last one said.
    func withBundleDesk<Value>(_ body: (BundleDesk) throws -> Value) throws -> Value {
        bundleTurn.lock()
        defer { bundleTurn.unlock() }
        return try body(bundleDesk())
    }

    /// The same for those who cannot wait; nil when a bundle is being made or taken.
    func tryBundleDesk<Value>(_ body: (BundleDesk) throws -> Value) throws -> Value? {
        guard bundleTurn.try() else { return nil }
        defer { bundleTurn.unlock() }
        return try body(bundleDesk())
    }

    private func bundleDesk() throws -> BundleDesk {
        let upstream = try settings().upstream.map { upstream in
            BundleDesk.Upstream(
                name: upstream.name,
                signingKey: try upstream.signingKey.map { try VerifyingKey(bytes: Array($0)) })
        }
        return BundleDesk(journal, upstream: upstream, scratch: directory.path)
    }
}

/// What a bundle carries, or what became of it.
struct BundleOutcome: Rendered {
    var file: String
    var from: String
    var to: String
    var madeAt: String?
    var fate: String
    var changesets: Int
    var newChangesets: Int
    var records: Int
    var goneRecords: Int
    var receipts: Int
    /// What this node had lost in a restore and got back.
    var returned: Int
    /// What this node wrote again, since another machine wrote under its name.
    var reissued: Int
    var setAside: Int
    var bytes: Int
    var forked: [String]

    init(_ outcome: BundleDesk.Outcome, file: String) {
        self.file = file
        from = outcome.sender
        to = outcome.receiver
        madeAt = UTCText.of(Int64(outcome.madeAt))
        fate = outcome.fate.rawValue
        changesets = outcome.changesets
        newChangesets = outcome.merged
        records = outcome.records
        goneRecords = outcome.gone
        receipts = outcome.receipts
        returned = outcome.returned
        reissued = outcome.reissued
        setAside = outcome.setAside
        bytes = outcome.bytes
        forked = outcome.forked
    }

    var text: String {
        let made = "made by \(from) at \(madeAt ?? "an unknown time")"
        switch BundleDesk.Fate(rawValue: fate) {
        case .made:
            return """
                \(file) is for \(to) (\(bytes) bytes): \(changesets) changesets up, \(records) \
                records down, \(goneRecords) out of scope, \(receipts) receipts.
                """
        case .repeated:
            return "\(file), \(made), was taken before: nothing is new. The stick may be reused."
        case .old:
            return "\(file), \(made), is older than one that was taken: nothing of it is needed."
                + besides
        case .gap:
            return """
                \(file), \(made), is kept, but something before it is missing here. Make a bundle \
                for \(from) (“shabaka bundle export --for \(from)”): its next one brings the rest.
                """
        case .unsuited:
            return """
                \(file), \(made), was made for a state that this node does not have. Make a \
                bundle for \(from) (“shabaka bundle export --for \(from)”) and ask for a new one.\
                \(besides)
                """
        case .fork:
            return """
                Two different logs of \(forked.joined(separator: ", ")) exist; theirs was not \
                taken, the rest of \(file) was. Tell headquarters.
                """
        case .taken, nil:
            return """
                \(file), \(made): \(newChangesets) of \(changesets) changesets are new here, \
                \(records) records, \(goneRecords) out of scope, \(receipts) receipts.\
                \(besides)\(reissued > 0 ? " \(reissued) were written again: \(Self.copied)" : "")
                """
        }
    }

    /// What it brought, whatever became of the rest.
    private var besides: String {
        (setAside > 0 ? " \(setAside) were set aside: “shabaka quarantine list”." : "")
            + (returned > 0 ? " \(returned) that were lost here came back." : "")
    }

    private static let copied =
        "another machine writes under this node's name. Tell headquarters."

    var exitCode: Int32 {
        switch BundleDesk.Fate(rawValue: fate) {
        case .gap, .unsuited, .fork: 1
        default: 0
        }
    }
}
