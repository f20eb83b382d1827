public import Registry

extension Hold {
    /// What the hold rests on as canonical JSON, stored beside the code.
    public var basis: String {
        let members: [String: JSONText] =
            switch self {
            case .openDuplicate(let id): ["case": .id(id)]
            case .openConflict(let record, let group):
                ["record": .id(record), "group": .integer(Int64(group))]
            case .failedVerification(let verification, let register):
                ["verification": .id(verification), "register": .text(register)]
            case .staleNode(let node, let since):
                ["node": .text(node), "since": since.map { .text($0.description) } ?? .null]
            case .noValidAccount(.missing): ["fault": .text("missing")]
            case .noValidAccount(.notAnIBAN): ["fault": .text("not_an_iban")]
            case .noValidAccount(.unknownBank(let code)):
                ["fault": .text("unknown_bank"), "bank": .text(code)]
            case .deceased(let person, let register):
                ["person": .id(person), "register": .text(register)]
            case .suspended(let reason): ["reason": .text(reason)]
            case .stoppedByHand(let officer, let reason):
                ["by": .text(officer.name), "reason": .text(reason)]
            case .alreadyEntitled(let id): ["entitlement": .id(id)]
            case .enrolledTwice(let first): ["first": .id(first)]
            case .noAmount(let size): ["household_size": .integer(Int64(size))]
            case .unwritableName(let payee): ["payee": .id(payee)]
            case .sharedAccount(let households): ["households": .integer(Int64(households))]
            }
        return JSONText.object(members).canonical
    }

    /// The record that the hold rests on, where it rests on one.
    public var record: RecordID? {
        switch self {
        case .openDuplicate(let id), .openConflict(let id, _), .failedVerification(let id, _),
            .deceased(let id, _), .alreadyEntitled(let id), .enrolledTwice(let id),
            .unwritableName(let id):
            id
        case .staleNode, .noValidAccount, .suspended, .stoppedByHand, .noAmount, .sharedAccount:
            nil
        }
    }

    /// The hold that `code` and `basis` were made from, or nil when the basis is something else.
    public init?(code: Code, basis: String) {
        // The reason of a failure is of no use here: the text is ours or it is damaged.
        guard let value = try? JSONReader.parse(basis), case .object(let basis) = value,
            let hold = Self.parse(code, basis)
        else { return nil }
        self = hold
    }

    private static func parse(_ code: Code, _ basis: [String: JSONText]) -> Hold? {
        switch code {
        case .openDuplicate: basis["case"]?.id.map { .openDuplicate(caseID: $0) }
        case .openConflict:
            both(basis["record"]?.id, basis["group"]?.count).map {
                .openConflict(record: $0, group: $1)
            }
        case .failedVerification:
            both(basis["verification"]?.id, basis["register"]?.string).map {
                .failedVerification(verification: $0, register: $1)
            }
        case .staleNode:
            both(basis["node"]?.string, since(basis["since"])).map {
                .staleNode(node: $0, since: $1)
            }
        case .noValidAccount:
            accountFault(basis).map { .noValidAccount($0) }
        case .deceased:
            both(basis["person"]?.id, basis["register"]?.string).map {
                .deceased(person: $0, register: $1)
            }
        case .suspended: basis["reason"]?.string.map { .suspended(reason: $0) }
        case .stoppedByHand:
            both(basis["by"]?.string.flatMap { Officer($0) }, basis["reason"]?.string).map {
                .stoppedByHand(by: $0, reason: $1)
            }
        case .alreadyEntitled: basis["entitlement"]?.id.map { .alreadyEntitled(entitlement: $0) }
        case .enrolledTwice: basis["first"]?.id.map { .enrolledTwice(first: $0) }
        case .noAmount: basis["household_size"]?.count.map { .noAmount(householdSize: $0) }
        case .unwritableName: basis["payee"]?.id.map { .unwritableName(payee: $0) }
        case .sharedAccount: basis["households"]?.count.map { .sharedAccount(households: $0) }
        }
    }

    /// Nil when the text is no time; a time that is nil when the node never synced.
    private static func since(_ value: JSONText?) -> Instant?? {
        guard let text = value?.string else { return value == .null ? .some(nil) : nil }
        // A text that is no time makes the whole basis unreadable.
        return (try? Instant(text)).map { .some($0) }
    }

    private static func accountFault(_ basis: [String: JSONText]) -> AccountFault? {
        switch basis["fault"]?.string {
        case "missing": .missing
        case "not_an_iban": .notAnIBAN
        case "unknown_bank": basis["bank"]?.string.map { .unknownBank($0) }
        default: nil
        }
    }

    private static func both<First, Second>(
        _ first: First?, _ second: Second?
    ) -> (First, Second)? {
        guard let first, let second else { return nil }
        return (first, second)
    }
}

extension JSONText {
    fileprivate static func id(_ id: RecordID) -> JSONText { .text(id.description) }

    fileprivate var string: String? {
        if case .text(let value) = self { value } else { nil }
    }

    fileprivate var id: RecordID? { string.flatMap { RecordID($0) } }

    fileprivate var count: Int? {
        if case .integer(let value) = self { Int(value) } else { nil }
    }
}
