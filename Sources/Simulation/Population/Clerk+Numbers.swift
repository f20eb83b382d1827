extension Clerk {
    /// Writes the date of birth, with the errors that dates suffer.
    func write(_ date: BirthDate, to row: inout [UInt8], _ random: inout SplitMix64) {
        if errs(90, &random) { return }
        var (year, month, day) = (date.year, date.month, date.day)
        if errs(180, &random) {
            // “About thirty”: the year is a guess and the day a convention.
            (month, day) = random.happens(6000) ? (7, 1) : (1, 1)
            if random.happens(4500) { year += random.under(5) - 2 }
        } else if errs(110, &random), day <= 12 {
            swap(&month, &day)
        } else if errs(70, &random) {
            year += random.happens(5000) ? 1 : -1
        }
        if errs(110, &random) { day = 1 + random.under(28) }
        if errs(80, &random) { month = 1 + random.under(12) }
        if errs(35, &random) {
            // One digit of the year: 1978 for 1987 or 1977.
            year += [10, -10, 9, -9][random.under(4)]
        }
        if [4, 6, 9, 11].contains(month) { day = min(day, 30) }
        if month == 2 { day = min(day, 28) }
        row.append(decimal: min(max(year, 1900), ClanMaker.today), places: 4)
        if errs(40, &random) { return }  // the year is all that is known
        row.append(UInt8(ascii: "-"))
        row.append(decimal: month, places: 2)
        row.append(UInt8(ascii: "-"))
        row.append(decimal: day, places: 2)
    }

    /// Writes the number of a card, with a slip now and then.
    ///
    /// - Parameter other: the number of another member, which gets into this line by mistake.
    func write(
        nationalID number: UInt64, other: UInt64, to row: inout [UInt8],
        _ random: inout SplitMix64
    ) {
        if errs(25, &random), other != 0 { return row.append(decimal: Int(other), places: 12) }
        // What some type when a form insists.
        if random.under(100_000) < 15 { return row.append(decimal: 123_456_789_012, places: 12) }
        guard number != 0, !leavesOutIDs, !random.happens(900) else { return }
        row.append(decimal: Int(number), places: 12)
        slip(lastDigits: 12, of: &row, 100, &random)
    }

    /// Writes a mobile number in the form `07…`.
    func write(phone number: UInt64, to row: inout [UInt8], _ random: inout SplitMix64) {
        guard number != 0 else { return }
        row.append(UInt8(ascii: "0"))
        row.append(decimal: Int(number), places: 10)
        slip(lastDigits: 8, of: &row, 110, &random)
    }

    /// Writes F or M.
    func write(sex isFemale: Bool, to row: inout [UInt8], _ random: inout SplitMix64) {
        if errs(15, &random) { return }
        row.append(UInt8(ascii: isFemale != errs(22, &random) ? "F" : "M"))
    }

    /// Two thirds of slips are a wrong digit, the others two digits in the wrong order.
    private func slip(
        lastDigits count: Int, of row: inout [UInt8], _ rate: Int, _ random: inout SplitMix64
    ) {
        guard errs(rate, &random) else { return }
        let place = row.count - count + random.under(count)
        if random.happens(6600) || place + 1 == row.count {
            row[place] = UInt8(0x30 + random.under(10))
        } else {
            row.swapAt(place, place + 1)
        }
    }
}

extension [UInt8] {
    /// Appends a number in decimal digits, with zeros before it up to so many places.
    mutating func append(decimal number: Int, places: Int) {
        var size = 1
        var limit = 10
        while number >= limit {
            size += 1
            limit *= 10
        }
        append(contentsOf: repeatElement(0x30, count: Swift.max(size, places)))
        var rest = number
        var place = count - 1
        while rest > 0 {
            self[place] = UInt8(0x30 + rest % 10)
            rest /= 10
            place -= 1
        }
    }
}
