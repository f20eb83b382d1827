extension PartialDate {
    /// The first day that the date may mean.
    public var earliest: CivilDate {
        Self.day(year, month ?? 1, day ?? 1)
    }

    /// The last day that the date may mean.
    public var latest: CivilDate {
        let lastMonth = month ?? 12
        return Self.day(
            year, lastMonth, day ?? CivilDate.daysInMonth(year: year, month: lastMonth))
    }

    /// What can be said about the order of two dates when one of them is only partly known.
    public enum Order: Hashable, Sendable {
        /// Every day that the first may mean lies before every day of the second.
        case before
        /// Every day that the first may mean lies after every day of the second.
        case after
        /// Both are known to the day, and it is the same.
        case same
        /// The days that they may mean overlap.
        case unknown
    }

    /// How this date lies to another one. `2014` against `2014-03` is unknown, against `2015` before.
    public func order(to other: PartialDate) -> Order {
        if latest < other.earliest { return .before }
        if earliest > other.latest { return .after }
        return precision == .day && other.precision == .day ? .same : .unknown
    }

    /// Whether the date certainly lies before that day.
    public func isBefore(_ date: CivilDate) -> Bool {
        latest < date
    }

    /// Whether the date certainly lies after that day.
    public func isAfter(_ date: CivilDate) -> Bool {
        earliest > date
    }

    /// The age in completed years on that day of somebody born on this date.
    ///
    /// Of a date that is only partly known it is the age that the person has surely reached, as if
    /// born on the last day that the date may mean. Who was born on 29 February is a year older on
    /// 1 March of other years. Nil when the date may lie after that day.
    public func age(on date: CivilDate) -> Int? {
        Self.completedYears(from: latest, to: date)
    }

    /// The least and the greatest age in completed years that the person can have on that day; nil
    /// when the date certainly lies after it.
    public func ageRange(on date: CivilDate) -> ClosedRange<Int>? {
        guard let greatest = Self.completedYears(from: earliest, to: date) else { return nil }
        return (Self.completedYears(from: latest, to: date) ?? 0)...greatest
    }

    private static func completedYears(from birth: CivilDate, to date: CivilDate) -> Int? {
        guard birth <= date else { return nil }
        let (from, to) = (birth.components, date.components)
        let reached = (to.month, to.day) >= (from.month, from.day)
        return to.year - from.year - (reached ? 0 : 1)
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
        guard let date = CivilDate(year: year, month: month, day: day) else {
            preconditionFailure("a partial date holds only days that the calendar has")
        }
        return date
    }
}

extension PartialDate: Comparable {
    /// One fixed order for lists and indexes, the same as that of the ISO texts: by year, then by
    /// month, then by day, where what is not known comes first.
    public static func < (left: PartialDate, right: PartialDate) -> Bool {
        (left.year, left.month ?? 0, left.day ?? 0)
            < (right.year, right.month ?? 0, right.day ?? 0)
    }
}
