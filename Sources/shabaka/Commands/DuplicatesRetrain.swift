import ArgumentParser
import Casework
import ChangeLog
import Linkage

extension DuplicatesCommand {
    /// Teaches the model what adjudicators decided.
    struct Retrain: NodeCommand {
        typealias Outcome = RetrainReport

        static let configuration = CommandConfiguration(
            abstract: "Let decisions teach the model, and show what that changes.",
            discussion: """
                Without --accept nothing is written: it is shown how the present and the new model \
                do on decided pairs, and how many cases each would hold for a human. The new one is \
                judged by decisions that it has not learnt from: the pairs are shared out among \
                five folds, those of one group of families together, and those of each fold scored \
                by a model that learnt from the other folds. An accepted model learns from all, \
                and has the next number; scans and the desk score with it, and cases \
                remember it. --model-version goes back to an earlier one.

                Example: shabaka duplicates retrain --data hub
                Example: shabaka duplicates retrain --data hub --accept --actor amina
                Example: shabaka duplicates retrain --data hub --model-version 3 --actor amina
                """)

        @OptionGroup var options: NodeOptions
        @Flag(help: "Take the new model.")
        var accept = false
        @Option(help: "Learn nothing; take this earlier model again.")
        var modelVersion: Int?
        @Option(help: "Pairs from this probability on open a case.")
        var threshold = DuplicateDesk.threshold
        @Option(help: "Who accepts.")
        var actor: String?

        func validate() throws {
            guard !accept || modelVersion == nil else {
                throw ValidationError("Give either --accept or --model-version.")
            }
            guard (!accept && modelVersion == nil) || actor?.isEmpty == false else {
                throw ValidationError("Say with --actor who takes the model.")
            }
            guard threshold > 0, threshold < 1 else {
                throw ValidationError(
                    "--threshold \(threshold): a probability lies between 0 and 1.")
            }
        }

        func run(on node: Node, output: Output) async throws -> RetrainReport {
            if let actor { try node.requireActor(actor, output) }
            if let modelVersion, let actor {
                let kept = try node.journal.write { session in
                    try ModelShelf.goBack(to: modelVersion, by: actor, in: session)
                }
                return RetrainReport(model: kept.number, isTaken: true)
            }
            let retrain = Casework.Retrain(node.journal)
            let proposal = try retrain.propose(threshold: threshold) { step, share in
                output.progress(step, done: Int(share * 100), total: 100)
            }
            guard accept, let actor else { return RetrainReport(proposal) }
            let kept = try retrain.accept(proposal, by: actor)
            var report = RetrainReport(proposal)
            report.model = kept.number
            report.isTaken = true
            return report
        }
    }
}

/// What a model that learnt from decisions changes, for people and programs.
struct RetrainReport: Rendered {
    /// The number of the model that is used from now on.
    var model: Int
    /// Whether it was taken, and not only shown.
    var isTaken: Bool
    var learnt: Learnt?

    /// The two models side by side.
    struct Learnt: Encodable, Sendable {
        var same: Int
        var different: Int
        var threshold: Double
        /// How the figures were measured.
        var measured: String
        /// Nil where no decision can be held out.
        var before: Figures?
        var after: Figures?
        var folds: Int
        var groups: Int
        /// What all bits move by, beside what the fields learnt.
        var shiftBits: Double
        var openBefore: Int
        var openAfter: Int
        var openNew: Int
        var openGone: Int
    }

    /// How a model does on the pairs that humans decided.
    struct Figures: Encodable, Sendable {
        var logLoss: Double
        var right: Int
        var missed: Int
        var tooSure: Int

        init(_ figures: Retraining.Figures) {
            logLoss = figures.logLoss.rounded(places: 4)
            right = figures.right
            missed = figures.missed
            tooSure = figures.tooSure
        }

        func line(_ name: String) -> String {
            "\(name) \(right) right, \(missed) missed, \(tooSure) too sure; "
                + "log loss \(logLoss.text(places: 4)) bits a pair"
        }
    }

    init(model: Int, isTaken: Bool) {
        self.model = model
        self.isTaken = isTaken
    }

    init(_ proposal: Casework.Retrain.Proposal) {
        model = proposal.present
        isTaken = false
        learnt = Learnt(
            same: proposal.same, different: proposal.different, threshold: proposal.threshold,
            measured: Self.measured(proposal.heldOut),
            before: proposal.heldOut.map { Figures($0.before) },
            after: proposal.heldOut.map { Figures($0.after) },
            folds: proposal.heldOut?.folds ?? 0, groups: proposal.heldOut?.groups ?? 0,
            shiftBits: proposal.shiftBits.rounded(places: 3), openBefore: proposal.openBefore,
            openAfter: proposal.openAfter, openNew: proposal.openNew,
            openGone: proposal.openGone)
    }

    private static func measured(_ heldOut: Retraining.HeldOut?) -> String {
        guard let heldOut else {
            return "Not measured: all decisions are about one group of families, so none can be "
                + "held out."
        }
        return "Measured on decisions not learnt from: \(heldOut.folds) folds of "
            + "\(heldOut.groups) groups of families, each fold scored by a model that learnt from "
            + "the others."
    }

    var text: String {
        var lines: [String] = []
        if let learnt {
            lines = [
                "\(learnt.same) pairs decided the same, \(learnt.different) different; "
                    + "threshold \(learnt.threshold)",
                learnt.measured, learnt.before?.line("present:"), learnt.after?.line("new:    "),
                "all pairs move by \(learnt.shiftBits.text(places: 2)) bits beside what the fields "
                    + "learnt",
                "open cases \(learnt.openBefore) → \(learnt.openAfter): \(learnt.openNew) come, "
                    + "\(learnt.openGone) go",
            ].compactMap(\.self)
        }
        lines.append(
            isTaken
                ? "Model \(model) is used from now on."
                : "Model \(model) stays. Take the new one with --accept and --actor.")
        return lines.joined(separator: "\n")
    }
}
