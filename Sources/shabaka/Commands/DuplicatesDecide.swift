import ArgumentParser
import Casework
import ChangeLog
import Registry

extension DuplicatesCommand {
    /// Decides a case and the group that it belongs to.
    struct Decide: NodeCommand {
        typealias Outcome = DuplicateDecisionReport

        static let configuration = CommandConfiguration(
            abstract: "Say whether registrations are the same or different.",
            discussion: """
                --same ends the enrolments of the other households and lets their persons point to \
                those that stay; nothing is deleted. It means the household that stays and every \
                one that a case links with it; --only names others. --different lets the later \
                household be paid: the two of the case, or with --only those named, against all \
                others of the group. One decision is one changeset, and “undo” takes it back.

                Example: shabaka duplicates decide 0190f3a2-… --data hub --same \
                --keep BG-0000017 --actor amina
                Example: shabaka duplicates decide 0190f3a2-… --data hub --same \
                --only BG-0000017,BG-0000231 --others-different "Cousins, both seen" --actor amina
                Example: shabaka duplicates decide 0190f3a2-… --data hub --different \
                --reason "Cousins of one name, both seen" --actor amina
                """)

        @OptionGroup var options: NodeOptions
        @Argument(help: "The id of a case of the group, or its beginning.")
        var duplicate: String
        @Flag(help: "They are the same.")
        var same = false
        @Option(help: "With --same: the household that stays, by number or id; else the earlier.")
        var keep: String?
        @Flag(help: "They are different.")
        var different = false
        @Option(help: "Those of the group who are meant, by number or id, with commas between.")
        var only: CommaList?
        @Option(help: "With --same and --only: the others are different, and why.")
        var othersDifferent: String?
        @Option(help: "With --different: why.")
        var reason: String?
        @Option(help: "Who decides.")
        var actor: String

        func validate() throws {
            guard same != different else {
                throw ValidationError("Give either --same or --different.")
            }
            guard !different || reason?.isEmpty == false else {
                throw ValidationError("--different needs a --reason.")
            }
            guard !different || (keep == nil && othersDifferent == nil) else {
                throw ValidationError("--keep and --others-different belong to --same.")
            }
            guard !same || reason == nil else {
                throw ValidationError("--reason belongs to --different.")
            }
            guard othersDifferent == nil || (only != nil && othersDifferent != "") else {
                throw ValidationError("--others-different needs a reason, and --only.")
            }
            guard !actor.isEmpty else { throw ValidationError("--actor must name somebody.") }
        }

        func run(on node: Node, output: Output) async throws -> DuplicateDecisionReport {
            try node.requireActor(actor, output)
            return try node.journal.write { session in
                let cases = DuplicateCases(session.view)
                let found = try cases.require(duplicate)
                guard found.status == .open else {
                    throw DuplicateRefusal.alreadyDecided(found.status)
                }
                let group = try cases.group(of: found)
                let settled = try decide(found, group, session)
                return DuplicateDecisionReport(
                    try cases.find(found.id) ?? found,
                    settled: try settled.compactMap(cases.find),
                    left: try group.openCases.compactMap { try cases.find($0.id) }
                        .filter { $0.status == .open })
            }
        }

        /// The cases that it settled.
        private func decide(
            _ found: DuplicateCase, _ group: DuplicateGroup, _ session: JournalSession
        ) throws -> [RecordID] {
            let named = try only.map { list in
                Set(try list.items.map { try group.registration($0).household })
            }
            if same {
                let stays = try keep.map { try group.registration($0).household }
                let earliest = group.registrations.first { named?.contains($0.household) == true }
                let keep = stays ?? earliest?.household ?? found.earlier.household
                return try group.decide(
                    .same(
                        named ?? group.alike(keep), keep: keep, othersDifferent: othersDifferent),
                    by: actor, in: session)
            }
            guard let named else {
                try found.decide(.different(reason: reason ?? ""), by: actor, in: session)
                return [found.id]
            }
            return try group.decide(
                .different(named, reason: reason ?? ""), by: actor, in: session)
        }
    }

    /// Takes a decision back.
    struct Undo: NodeCommand {
        typealias Outcome = DuplicateDocument

        static let configuration = CommandConfiguration(
            abstract: "Take a decision back, with all cases that it settled.",
            discussion: """
                The cases are open again, persons and households stand for themselves, and the \
                enrolments that the decision ended go on as they were. Nothing is forgotten: the \
                decision and its end stay in the history.

                Example: shabaka duplicates undo 0190f3a2-… --data hub --actor amina
                """)

        @OptionGroup var options: NodeOptions
        @Argument(help: "The id of a case that was decided, or its beginning.")
        var duplicate: String
        @Option(help: "Why.")
        var reason: String = ""
        @Option(help: "Who takes it back.")
        var actor: String

        func validate() throws {
            guard !actor.isEmpty else { throw ValidationError("--actor must name somebody.") }
        }

        func run(on node: Node, output: Output) async throws -> DuplicateDocument {
            try node.requireActor(actor, output)
            return try node.journal.write { session in
                let cases = DuplicateCases(session.view)
                let found = try cases.require(duplicate)
                try found.undo(
                    by: Authorship(actor: actor, reasonCode: "duplicate-undo", reason: reason),
                    in: session)
                let open = try cases.find(found.id) ?? found
                return DuplicateDocument(open, of: try cases.group(of: open))
            }
        }
    }
}

/// What a decision settled, for people and programs: the case that was named, and all of them.
struct DuplicateDecisionReport: Rendered {
    private var document: DuplicateDocument
    /// The ids of all cases that the decision settled.
    private var settled: [String]
    /// Those of the group that still wait.
    private var left: [DuplicateDocument]

    private enum CodingKeys: String, CodingKey {
        case settled, left
    }

    init(_ found: DuplicateCase, settled: [DuplicateCase], left: [DuplicateCase]) {
        document = DuplicateDocument(found)
        self.settled = settled.map(\.id.description)
        self.left = left.map { DuplicateDocument($0) }
    }

    func encode(to encoder: any Encoder) throws {
        // As “show” says it, and beside that what else was settled.
        try document.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(settled, forKey: .settled)
        try container.encode(left.map(\.case), forKey: .left)
    }

    var text: String {
        var lines = [document.lines[0]]
        if let decidedBy = document.decidedBy {
            lines.append("  decided by \(decidedBy): \(document.reason ?? "")")
        }
        if settled.count > 1 { lines.append("\(settled.count) cases settled.") }
        if !left.isEmpty { lines += ["Still open in the group:"] + left.map { "  " + $0.line } }
        return lines.joined(separator: "\n")
    }
}
