/// Compares two rows of a frame: four bits per field, the first field lowest.
///
/// One comparator serves one thread; it remembers pairs of names it has compared.
struct Comparator {
    let frame: Frame
    private let nameShapes: NameShapes
    private let codeShapes: CodeShapes
    private let types: [FieldType]
    private let slots: [Int]
    /// Two tokens and their level in one word; small enough to stay near the processor.
    private var cache: [UInt64]
    private static let cacheBits = 16

    /// - Parameter isEstablished: by name token, whether many bear it; counted here when nil.
    init(frame: Frame, isEstablished: [Bool]? = nil) {
        self.frame = frame
        types = frame.fields.map(\.type)
        slots = frame.slots
        nameShapes = NameShapes(frame: frame, isEstablished: isEstablished)
        codeShapes = CodeShapes(frame.codes)
        cache = Array(repeating: 0, count: 1 << Self.cacheBits)
    }

    /// The pattern of agreement of two rows.
    mutating func pattern(_ a: Int, _ b: Int) -> UInt64 {
        let startA = a * frame.stride
        let startB = b * frame.stride
        var pattern: UInt64 = 0
        var nameFieldsThatDiffer = 0
        for field in 0..<types.count {
            let slot = slots[field]
            let left = frame.cells[startA + slot]
            let right = frame.cells[startB + slot]
            if left == 0 || right == 0 { continue }
            let level: Int
            switch types[field] {
            case .givenName, .familyName, .freeName:
                level = nameLevel(left, right)
                if level >= Level.Name.bothEstablished { nameFieldsThatDiffer += 1 }
            case .lineageName, .place: level = nameLevel(left, right)
            case .motherName:
                level = motherLevel(
                    left, right, frame.cells[startA + slot + 1], frame.cells[startB + slot + 1])
            case .birthDate: level = Self.dateLevel(left, right)
            case .identifier, .phone, .postcode: level = codeShapes.level(left, right)
            case .year:
                let gap = left > right ? left - right : right - left
                level = gap == 0 ? 1 : gap == 1 ? 2 : gap <= 3 ? 3 : 4
            case .sex, .category: level = left == right ? 1 : 2
            }
            pattern |= UInt64(level) << UInt64(4 * field)
        }
        return nameFieldsThatDiffer >= 2 ? withExchanges(pattern, startA, startB) : pattern
    }

    /// Finds two name fields whose values changed places; the second then says nothing more.
    private func withExchanges(_ pattern: UInt64, _ startA: Int, _ startB: Int) -> UInt64 {
        var pattern = pattern
        for first in 0..<frame.fields.count where isExchangeable(first, pattern) {
            for second in (first + 1)..<frame.fields.count where isExchangeable(second, pattern) {
                let one = frame.slots[first]
                let two = frame.slots[second]
                if frame.cells[startA + one] == frame.cells[startB + two],
                    frame.cells[startA + two] == frame.cells[startB + one]
                {
                    pattern &= ~(15 << UInt64(4 * first) | 15 << UInt64(4 * second))
                    pattern |= UInt64(Level.Name.exchanged) << UInt64(4 * first)
                    return pattern
                }
            }
        }
        return pattern
    }

    private func isExchangeable(_ field: Int, _ pattern: UInt64) -> Bool {
        let level = Int(pattern >> UInt64(4 * field) & 15)
        guard level == Level.Name.different || level == Level.Name.bothEstablished else {
            return false
        }
        switch frame.fields[field].type {
        case .givenName, .familyName, .freeName: return true
        default: return false
        }
    }

    private mutating func nameLevel(_ a: UInt32, _ b: UInt32) -> Int {
        if a == b { return Level.Name.exact }
        let low = min(a, b)
        let high = max(a, b)
        let key = UInt64(low) << 36 | UInt64(high) << 8
        let slot = Int(Mixing.finish(key) >> UInt64(64 - Self.cacheBits))
        let known = cache[slot]
        if known & ~0xFF == key { return Int(known & 0xFF) }
        let level = nameShapes.level(low, high)
        // A token of 28 bits and more would not fit; no population has so many names.
        if high < 1 << 28 { cache[slot] = key | UInt64(level) }
        return level
    }

    private mutating func motherLevel(
        _ a: UInt32, _ b: UInt32, _ restA: UInt32, _ restB: UInt32
    ) -> Int {
        if a == b {
            if restA == 0 || restB == 0 { return Level.Mother.firstOnly }
            if restA == restB { return Level.Mother.exact }
            let isLike = nameLevel(restA, restB) <= Level.Name.oneEdit
            return isLike ? Level.Mother.exact : Level.Mother.firstButRestDiffers
        }
        switch nameLevel(a, b) {
        case Level.Name.sameSkeleton: return Level.Mother.sameSkeleton
        case Level.Name.oneEdit, Level.Name.similar: return Level.Mother.similar
        case Level.Name.bothEstablished: return Level.Mother.bothEstablished
        default: return Level.Mother.different
        }
    }

    /// Marks a date in a cell whose day and month are written where they are not known.
    static let placeholderMark: UInt32 = 1 << 30

    static func dateLevel(_ left: UInt32, _ right: UInt32) -> Int {
        let isPlaceholder = (left | right) & placeholderMark != 0
        let a = left & (placeholderMark - 1)
        let b = right & (placeholderMark - 1)
        if a == b { return isPlaceholder ? Level.Date.exactPlaceholder : Level.Date.exact }
        let (yearA, yearB) = (Int(a >> 9), Int(b >> 9))
        if yearA == yearB, isPlaceholder { return Level.Date.yearAndPlaceholder }
        let (monthA, monthB) = (Int(a >> 5 & 15), Int(b >> 5 & 15))
        let (dayA, dayB) = (Int(a & 31), Int(b & 31))
        let differing =
            differingDigits(yearA, yearB) + differingDigits(monthA, monthB)
            + differingDigits(dayA, dayB)
        let gap = abs(yearA - yearB)
        if isPlaceholder {
            return gap <= 2 ? Level.Date.near : Level.Date.different
        }
        if differing == 1 || yearA == yearB && (monthA == monthB || dayA == dayB) {
            return Level.Date.oneDigit
        }
        if yearA == yearB {
            return monthA == dayB && dayA == monthB
                ? Level.Date.dayAndMonthSwapped : Level.Date.sameYear
        }
        if gap <= 2 {
            return monthA == monthB && dayA == dayB ? Level.Date.sameDayOfYear : Level.Date.near
        }
        return Level.Date.different
    }

    private static func differingDigits(_ left: Int, _ right: Int) -> Int {
        var (a, b, count) = (left, right, 0)
        while a != b {
            if a % 10 != b % 10 { count += 1 }
            a /= 10
            b /= 10
        }
        return count
    }
}
