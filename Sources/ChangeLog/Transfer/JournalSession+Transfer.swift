public import Registry
import Storage

/// Why a transfer cannot be asked for or answered.
public enum TransferRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownArea(String)
    case notYours(String)
    case noSuchTransfer(RecordID)
    case answered(RecordID, status: String)
    case householdNotHere(RecordID)

    public var description: String {
        switch self {
        case .unknownArea(let code): "There is no area “\(code)”."
        case .notYours(let code):
            "Area “\(code)” is not served by this node. The province that serves it, or the hub, "
                + "must do this."
        case .noSuchTransfer(let id): "There is no transfer \(id) here."
        case .answered(let id, let status): "Transfer \(id) is \(status) already."
        case .householdNotHere(let id):
            "Household \(id) is not here any more; the hub can answer the request."
        }
    }
}

extension JournalSession {
    /// Asks that a household, which this node knows by its masked record only, move into one of its
    /// areas.
    ///
    /// - Parameters:
    ///   - from: the area where the household lies now, as the masked record names it.
    ///   - to: the area of this node into which it moves.
    /// - Returns: the request, which travels to the hub and to the province that must answer.
    @discardableResult
    public func askTransfer(
        of household: RecordID, from: String, to: String, by author: Authorship
    ) throws -> RecordID {
        for code in [from, to] {
            guard
                try transaction.first("SELECT 1 FROM area WHERE code = $1", .text(code)) != nil
            else { throw TransferRefusal.unknownArea(code) }
        }
        try requireServed(to)
        let request = try creation(
            of: "transfer",
            [
                "household": .reference(household), "from_area": .text(from),
                "to_area": .text(to), "requested_by": .text(author.actor),
                "reason": author.reason.isEmpty ? .null : .text(author.reason),
                "status": .text("asked"),
            ])
        try append([request], by: author)
        return request.record
    }

    /// Grants a transfer: the household moves, with its history and its open cases.
    ///
    /// - Throws: `TransferRefusal` unless this node serves the area that loses the household.
    @discardableResult
    public func grantTransfer(_ id: RecordID, by author: Authorship) throws -> Version {
        let transfer = try openTransfer(id)
        guard let household = transfer["household"]?.reference,
            try row(of: journal.dictionary.require("household"), household) != nil
        else { throw TransferRefusal.householdNotHere(id) }
        let move = try edit(
            of: "household", household, ["area": transfer["to_area"] ?? .null], kind: .transfer)
        return try append([move, try answer(id, "granted", author)], by: author)
    }

    /// Refuses a transfer, with the reason in `author`.
    @discardableResult
    public func refuseTransfer(_ id: RecordID, by author: Authorship) throws -> Version {
        _ = try openTransfer(id)
        return try append([try answer(id, "refused", author)], by: author)
    }

    private func openTransfer(_ id: RecordID) throws -> [String: FieldValue] {
        guard let transfer = try registry.record("transfer", id) else {
            throw TransferRefusal.noSuchTransfer(id)
        }
        let status = transfer["status"]?.text ?? ""
        guard status == "asked" else { throw TransferRefusal.answered(id, status: status) }
        try requireServed(transfer["from_area"]?.text ?? "")
        return transfer
    }

    private func requireServed(_ area: String) throws {
        guard journal.identity.role != .hub else { return }
        let served = try registry.areas(ofNode: journal.identity.name) ?? []
        guard try registry.isWithin(area, served) else { throw TransferRefusal.notYours(area) }
    }

    private func answer(
        _ id: RecordID, _ status: String, _ author: Authorship
    ) throws -> Change {
        try edit(
            of: "transfer", id,
            [
                "status": .text(status), "answered_by": .text(author.actor),
                "answer_reason": author.reason.isEmpty ? .null : .text(author.reason),
            ])
    }

    /// Refuses a change that answers a transfer which is not this node's to answer, in whatever
    /// dress: a conflict about the answer is settled by those who may give it.
    func requireAnswerable(_ change: Change) throws {
        guard journal.identity.role != .hub, change.kind != .create,
            let entity = journal.dictionary.entity(change.entity),
            try isForeignAnswer(change, entity, journal.identity.name)
        else { return }
        let transfer = try registry.record(entity.name, change.record)
        throw TransferRefusal.notYours(transfer?["from_area"]?.text ?? "")
    }

    /// Whether a change answers a transfer that is not its origin's to answer.
    func isForeignAnswer(_ change: Change, _ entity: Entity, _ origin: String) throws -> Bool {
        guard entity.name == "transfer", let status = entity.field("status"),
            let from = entity.field("from_area")
        else { return false }
        if change.kind == .create {
            return change.values.contains {
                $0.field == status.number && $0.value.text != "asked"
            }
        }
        let answers = change.groups.contains { $0.values.contains { $0.field == status.number } }
        guard answers, let row = try row(of: entity, change.record) else { return false }
        guard let area = row[from.name].text else { return false }
        return try !everServed(by: origin, area)
    }
}
