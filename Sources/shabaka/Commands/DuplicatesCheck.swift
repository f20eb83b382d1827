import ArgumentParser
import Casework
import ChangeLog
import Foundation
import Registry
import Storage

extension DuplicatesCommand {
    /// Asks the desk who somebody may be.
    struct Check: NodeCommand {
        typealias Outcome = DeskReport

        static let configuration = CommandConfiguration(
            abstract: "Ask whether somebody stands in the registry already.",
            discussion: """
                The hub compares with the nation, a province with its own. The running “serve” \
                keeps the people in memory and answers at once; without it, or with the first \
                question, the registry is read. Records outside of the asker's areas are masked. \
                What is shown is kept in the access log.

                Example: shabaka duplicates check --data hub --actor amina --person \
                "given_name=علي, father_name=حسين, family_name=الجبوري, birth_date=1990-05-01"
                Example: shabaka duplicates check --data hub --person BG-0000017-03
                """)

        @OptionGroup var options: NodeOptions
        @Option(help: "Fields as name=value with commas between, a person's number, or an id.")
        var person: String
        @Option(help: "The asker's areas; else those of the account, else the node's.")
        var areas: CommaList?
        @Option(help: "Less likely people are left out.")
        var least = 0.2
        @Option(help: "How many are named at most.")
        var limit = 10
        @Option(help: "Who asks.")
        var actor = "desk"

        func validate() throws {
            guard least > 0, least < 1 else {
                throw ValidationError("--least \(least): a probability lies between 0 and 1.")
            }
            guard (1...100).contains(limit) else {
                throw ValidationError("--limit \(limit): give 1 to 100.")
            }
            guard !actor.isEmpty else { throw ValidationError("--actor must name somebody.") }
            if person.contains("=") { _ = try draft() }
        }

        func run(on node: Node, output: Output) async throws -> DeskReport {
            if actor != "desk" { try node.requireActor(actor, output) }
            let question: DuplicateDesk.Question =
                person.contains("=") ? .draft(try draft()) : .registered(try node.desk.find(person))
            let start = ContinuousClock.now
            let answer = try node.desk.check(
                question, for: try askersAreas(node), by: actor, leastProbability: least,
                limit: limit
            ) { step, share in
                output.progress(step, done: Int(share * 100), total: 100)
            }
            let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
            return DeskReport(answer, milliseconds: milliseconds.rounded(places: 2))
        }

        /// `given_name=علي, birth_date=1990-05-01` by its parts.
        private func draft() throws -> [String: String] {
            var values: [String: String] = [:]
            for part in person.split(whereSeparator: { $0 == "," || $0 == "،" }) {
                let sides = part.split(separator: "=", maxSplits: 1).map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                guard sides.count == 2 else {
                    throw ValidationError("--person: “\(part)” is not of the form name=value.")
                }
                guard values.updateValue(sides[1], forKey: sides[0]) == nil else {
                    throw ValidationError("--person: “\(sides[0])” is given twice.")
                }
            }
            return values
        }

        private func askersAreas(_ node: Node) throws -> [String] {
            if let areas { return areas.items }
            let account = try node.journal.read { view in
                try view.transaction.first(
                    "SELECT areas FROM \"user\" WHERE name = $1 AND disabled_on IS NULL",
                    .text(actor))
            }
            let ofAccount = account?.text(0).split(separator: ",").map(String.init) ?? []
            return ofAccount.isEmpty ? node.journal.identity.areas : ofAccount
        }
    }
}
