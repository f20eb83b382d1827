public import ChangeLog
import Foundation
public import Linkage
import Registry
import Storage

/// A model with its number and where it comes from.
public struct KeptModel: Sendable, Codable, Equatable {
    /// Goes up by one with every model that this registry learns.
    public var number: Int
    /// Milliseconds since 1970.
    public var learntOn: Int64
    /// Who accepted what decisions taught it; nil where the registry taught itself.
    public var acceptedBy: String?
    /// How many pairs of people humans had held the same and different when it was learnt.
    public var same = 0
    public var different = 0
    public var model: LinkageModel

    /// What cases remember: `fellegi-sunter 3, model 7`.
    public var name: String { "fellegi-sunter \(model.version), model \(number)" }
}

/// The models that this node scores with, the present one and earlier ones. They never leave it.
public struct ModelShelf {
    /// The name in the node's state of the model that is used.
    private static let current = "linkage-model"
    /// Models that a registry taught itself are made anew by each scan: so many are kept.
    private static let mostUnaccepted = 10

    private let transaction: Transaction

    public init(_ view: RegistryView) {
        transaction = view.transaction
    }

    /// The model that is used, if this program can use it and the registry has not outgrown it.
    ///
    /// - Parameter people: how many are registered; nil to take the model however old it is.
    public func present(for people: Int? = nil) throws -> KeptModel? {
        guard let kept = Self.usable(try stored()) else { return nil }
        if let people, kept.model.isOutgrown(by: people) { return nil }
        return kept
    }

    /// The model that is used, as it is stored; empty where there is none.
    func stored() throws -> [UInt8] {
        try transaction.first(
            "SELECT value FROM node_state WHERE name = $1", .text(Self.current))?.bytes(0) ?? []
    }

    /// A stored model, if this program can use it.
    static func usable(_ bytes: [UInt8]) -> KeptModel? {
        // A model of another program's version is learnt anew.
        guard let kept = try? JSONDecoder().decode(KeptModel.self, from: Data(bytes)),
            kept.model.version == LinkageModel.currentVersion,
            kept.model.fields.map(\.name) == DuplicateDesk.fields
        else { return nil }
        return kept
    }

    /// A model by its number.
    public func find(_ number: Int) throws -> KeptModel? {
        let row = try transaction.first(
            "SELECT value FROM node_state WHERE name = $1", .text("\(Self.current) \(number)"))
        return row.flatMap { Self.usable($0.bytes(0)) }
    }

    /// All numbers that are kept, ascending.
    public func numbers() throws -> [Int] {
        try transaction.rows(
            "SELECT name FROM node_state WHERE name LIKE $1", .text("\(Self.current) %")
        ).compactMap { Int($0.text(0).dropFirst(Self.current.count + 1)) }.sorted()
    }

    /// Makes a model the present one, under a new number unless it is the present one already.
    @discardableResult
    static func keep(
        _ model: LinkageModel, acceptedBy actor: String? = nil, same: Int = 0, different: Int = 0,
        in session: JournalSession
    ) throws -> KeptModel {
        let shelf = ModelShelf(session.view)
        if let present = try shelf.present(), present.model == model,
            present.acceptedBy != nil || actor == nil
        {
            return present
        }
        let numbers = try shelf.numbers()
        let kept = KeptModel(
            number: (numbers.last ?? 0) + 1,
            learntOn: Int64(session.journal.clock.milliseconds), acceptedBy: actor, same: same,
            different: different, model: model)
        let bytes = try encoded(kept)
        try session.setState("\(current) \(kept.number)", bytes)
        try session.setState(current, bytes)
        var unaccepted = try numbers.filter { try shelf.find($0)?.acceptedBy == nil }
        while unaccepted.count > mostUnaccepted {
            try session.transaction.execute(
                "DELETE FROM node_state WHERE name = $1",
                .text("\(current) \(unaccepted.removeFirst())"))
        }
        return kept
    }

    /// Makes an earlier model the present one again, under its own number.
    ///
    /// - Parameter actor: who takes it; scans use it from then on as if it were accepted.
    /// - Throws: `RetrainRefusal.noSuchModel`.
    public static func goBack(
        to number: Int, by actor: String, in session: JournalSession
    ) throws -> KeptModel {
        let shelf = ModelShelf(session.view)
        guard var kept = try shelf.find(number) else {
            throw RetrainRefusal.noSuchModel(number, known: try shelf.numbers())
        }
        kept.acceptedBy = actor
        let bytes = try encoded(kept)
        try session.setState("\(current) \(number)", bytes)
        try session.setState(current, bytes)
        return kept
    }

    private static func encoded(_ kept: KeptModel) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(kept))
    }
}

/// Why a model is not learnt or changed.
public enum RetrainRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case noSuchModel(Int, known: [Int])
    case tooFewDecisions(Int, least: Int)

    public var description: String {
        switch self {
        case .noSuchModel(let number, let known):
            "There is no model \(number) that this program can use. "
                + (known.isEmpty
                    ? "None is kept: run `duplicates scan` first."
                    : "Kept are \(known.map(String.init).joined(separator: ", ")).")
        case .tooFewDecisions(let count, let least):
            "Humans have decided \(count) pairs of people so far, and fewer than \(least) teach "
                + "nothing. Decide more cases first."
        }
    }
}
