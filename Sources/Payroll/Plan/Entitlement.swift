public import Registry
import Trust

/// Who gets how much in one cycle, and why: at most one a unit, programme and cycle.
public struct Entitlement: Hashable, Sendable {
    /// Derived from programme, cycle and unit (`makeID`): a second entitlement of the same unit
    /// cannot have another id, in whatever payroll and on whatever machine it is computed.
    public let id: RecordID
    /// The code of the programme.
    public let programme: String
    /// The version of its rules.
    public let programmeVersion: Int
    /// The month.
    public let cycle: Cycle
    /// The enrolment it follows from.
    public let enrolment: RecordID
    /// The household.
    public let household: RecordID
    /// The household or person that is entitled.
    public let unit: RecordID
    /// The node that serves the household.
    public let node: String
    /// The area where the household is registered.
    public let area: String
    /// Who receives.
    public let payee: RecordID
    /// The payee's name as written at registration.
    public let payeeName: String
    /// Where the money goes.
    public let account: IBAN
    /// The code of the bank of the account.
    public let bank: String
    /// How much.
    public let amount: Money
    /// How the amount came about; the lines add up to it.
    public let lines: [RuleLine]

    /// An entitlement as computed or as stored.
    ///
    /// - Precondition: `lines` add up to `amount`.
    public init(
        programme: String, programmeVersion: Int, cycle: Cycle, enrolment: RecordID,
        household: RecordID, unit: RecordID, node: String, area: String, payee: RecordID,
        payeeName: String, account: IBAN, bank: String, amount: Money, lines: [RuleLine]
    ) {
        // Wrapping addition is enough to compare: the amount itself was added with checks.
        precondition(
            lines.reduce(0) { $0 &+ $1.amountMinor } == amount.amountMinor,
            "the rule lines of an entitlement add up to its amount")
        id = Self.makeID(programme: programme, cycle: cycle, unit: unit)
        self.programme = programme
        self.programmeVersion = programmeVersion
        self.cycle = cycle
        self.enrolment = enrolment
        self.household = household
        self.unit = unit
        self.node = node
        self.area = area
        self.payee = payee
        self.payeeName = payeeName
        self.account = account
        self.bank = bank
        self.amount = amount
        self.lines = lines
    }

    /// The id of the entitlement of `unit` for a programme and cycle.
    ///
    /// It has the form of a UUIDv7 whose time is the first of the month, so that the ids of one
    /// cycle lie together in an index; its 74 other bits are the first of SHA-256 over
    /// `shabaka entitlement`, the programme's code and the cycle, each closed by a zero byte, and
    /// the 16 bytes of the unit. Among ten million units two agree with a chance of 3 in 10⁹, and
    /// then the plan refuses.
    public static func makeID(programme: String, cycle: Cycle, unit: RecordID) -> RecordID {
        var bytes: [UInt8] = []
        for text in ["shabaka entitlement", programme, cycle.description] {
            bytes.append(contentsOf: text.utf8)
            bytes.append(0)
        }
        bytes.append(contentsOf: unit.bytes)
        return RecordID(cycle: cycle, digest: sha256(bytes))
    }

    /// The id of the record that holds this entitlement in one revision of a payroll, for stores
    /// where a record is written once and a payroll is computed again after a return.
    public func recordID(payroll: RecordID, revision: Int) -> RecordID {
        var bytes = Array("shabaka entitlement record".utf8)
        bytes.append(0)
        bytes.append(contentsOf: payroll.bytes)
        bytes.append(bigEndian: UInt64(revision))
        bytes.append(contentsOf: id.bytes)
        return RecordID(cycle: cycle, digest: sha256(bytes))
    }
}

extension RecordID {
    /// An id in the form of a UUIDv7 at the first of the cycle's month, its random bits taken from
    /// a digest.
    fileprivate init(cycle: Cycle, digest: Digest) {
        let bytes = digest.bytes
        let words = (0..<2).map { word in
            bytes[word * 8..<word * 8 + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        self.init(
            milliseconds: UInt64(cycle.firstDay.daysSince1970) * 86_400_000,
            random: (words[0], words[1]))
    }
}
