/// Well-formed UTF-8 by table 3-7 of the Unicode standard, without a branch a byte.
///
/// A state machine whose states are positions in a word: the word of a byte holds, six bits wide,
/// the next state for each state, so a step is one shift (Per Vognsen, "shift-based DFAs", 2021).
enum UTF8Check {
    static func isValid(_ buffer: [UInt8], from start: Int, to end: Int) -> Bool {
        let bytes = buffer.span
        let steps = Self.steps.span
        var state = State.between.rawValue
        for index in start..<end {
            state = (steps[Int(bytes[index])] >> state) & 63
        }
        return state == State.between.rawValue
    }

    private enum State: UInt64, CaseIterable {
        /// Never left again.
        case wrong = 0
        case between = 6
        case oneMore = 12
        case twoMore = 18
        case threeMore = 24
        case afterE0 = 30
        case afterED = 36
        case afterF0 = 42
        case afterF4 = 48
    }

    private static let steps: [UInt64] = (0...255).map { byte in
        State.allCases.reduce(0) { word, state in
            word | next(state, UInt8(byte)).rawValue << state.rawValue
        }
    }

    private static func next(_ state: State, _ byte: UInt8) -> State {
        switch (state, byte) {
        case (.between, 0x00...0x7F): .between
        case (.between, 0xC2...0xDF): .oneMore
        case (.between, 0xE0): .afterE0
        case (.between, 0xED): .afterED
        case (.between, 0xE1...0xEF): .twoMore
        case (.between, 0xF0): .afterF0
        case (.between, 0xF1...0xF3): .threeMore
        case (.between, 0xF4): .afterF4
        case (.oneMore, 0x80...0xBF): .between
        case (.twoMore, 0x80...0xBF), (.afterE0, 0xA0...0xBF), (.afterED, 0x80...0x9F): .oneMore
        case (.threeMore, 0x80...0xBF), (.afterF0, 0x90...0xBF), (.afterF4, 0x80...0x8F): .twoMore
        default: .wrong
        }
    }
}
