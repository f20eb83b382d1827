public import Registry

/// An account of a member of staff at this node.
public struct StaffAccount: Sendable, Equatable {
    public var id: RecordID
    public var name: String
    public var node: String
    public var roles: Set<StaffRole>
    /// The area codes that it is for; empty for all of the node's.
    public var areas: [String]
    public var isDisabled: Bool
    public var hasPassword: Bool
    /// Whether a phone is set up for one-time passwords.
    public var hasSecondFactor: Bool
    /// Milliseconds since 1970, while sign-in is locked.
    public var lockedUntil: Int64?

    /// Whether a password alone does not let it in.
    public var needsSecondFactor: Bool { roles.contains(where: \.needsSecondFactor) }
}

/// Why somebody is not let in, or an account is not changed.
public enum AccountRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// Name or password is wrong; which of them is not said.
    case wrong
    case locked(untilMilliseconds: Int64)
    case wrongCode
    case nameTaken(String)
    case badName
    case shortPassword
    case noRole
    case makerAndApprover
    case unknown(String)

    public var description: String {
        switch self {
        case .wrong: "The name or the password is wrong."
        case .locked: "Too many wrong passwords: the account is locked for a while."
        case .wrongCode: "The code is wrong or was used already. Wait for the next one."
        case .nameTaken(let name): "There is an account “\(name)” here already."
        case .badName: "A name is 1 to 64 letters, digits, “.”, “_” and “-”."
        case .shortPassword: "A password has at least 10 characters."
        case .noRole: "Choose at least one role."
        case .makerAndApprover: "Nobody both makes and approves payrolls. Choose one of the two."
        case .unknown(let name): "There is no account “\(name)” at this node."
        }
    }
}
