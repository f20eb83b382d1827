/// A member of staff who does something to a payroll, by the name of the user account.
///
/// Two spellings of one account must not pass as two people, so names are compared without regard
/// to case and to spaces around them.
public struct Officer: Hashable, Comparable, Sendable {
    /// The name in lower case without spaces around it.
    public let name: String

    /// The officer of this account name, or nil when nothing but spaces was given.
    public init?(_ name: some StringProtocol) {
        let scalars = name.unicodeScalars
        guard
            let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return nil }
        self.name = String(String.UnicodeScalarView(scalars[first...last])).lowercased()
    }

    public static func < (left: Officer, right: Officer) -> Bool {
        left.name < right.name
    }
}

extension Officer: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}
