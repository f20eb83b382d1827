/// ISO/IEC 7064:2003, hybrid system MOD 37,36.
extension CaseNumber {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    /// The character that makes the whole agree.
    static func checkCharacter(_ payload: [UInt8]) -> UInt8 {
        var product = 36
        for byte in payload { product = step(product, value(byte)) }
        return alphabet[(37 - product) % 36]
    }

    /// Whether the last character agrees with those before it.
    static func agrees(_ characters: [UInt8]) -> Bool {
        guard let last = characters.last,
            characters.allSatisfy({ IdentifierText.isDigit($0) || IdentifierText.isLetter($0) })
        else { return false }
        return checkCharacter(Array(characters.dropLast())) == last
    }

    /// Whether some two neighbours that differ could change places and the whole still agree.
    ///
    /// That happens where the running sum meets 18 with one and 19 with the other of them, since
    /// doubling modulo 37 then moves both by the same amount modulo 36.
    static func hidesSwap(_ characters: [UInt8]) -> Bool {
        var swapped = characters
        for index in characters.indices.dropLast() where characters[index] != characters[index + 1]
        {
            swapped.swapAt(index, index + 1)
            if agrees(swapped) { return true }
            swapped.swapAt(index, index + 1)
        }
        return false
    }

    private static func step(_ product: Int, _ value: Int) -> Int {
        let sum = (product + value) % 36
        return (sum == 0 ? 36 : sum) * 2 % 37
    }

    private static func value(_ byte: UInt8) -> Int {
        IdentifierText.isDigit(byte) ? Int(byte) - 0x30 : Int(byte) - 0x41 + 10
    }
}
