/// What makes a household or person different for the amount: counts by category.
public struct Category: Hashable, Comparable, Sendable {
    /// The code as in the code list and in the programme's rules, such as `widow`.
    public let code: String

    /// The category of this code.
    public init(_ code: String) {
        self.code = code
    }

    /// A widow who heads or belongs to the household.
    public static let widow = Category("widow")
    /// A member with a disability.
    public static let disabledMember = Category("disabled_member")
    /// A child without parents.
    public static let orphan = Category("orphan")

    public static func < (left: Category, right: Category) -> Bool {
        left.code < right.code
    }
}

/// What the amount of one enrolment depends on, copied at the freeze.
public struct Circumstances: Hashable, Sendable {
    /// How many people live in the household; for a programme that pays persons it is not looked at.
    public let householdSize: Int
    /// How many of the unit fall into each category; what is not named counts as none.
    public let counts: [Category: Int]

    /// Circumstances of one unit.
    public init(householdSize: Int, counts: [Category: Int] = [:]) {
        self.householdSize = householdSize
        self.counts = counts
    }
}
