import Foundation

/// Where a command sends what it has to say on its way; the outcome goes elsewhere.
final class Output: Sendable {
    /// One thing said on the way.
    enum Event: Sendable, Codable, Equatable {
        case message(String)
        case progress(label: String, done: Int, total: Int?)
    }

    private let sink: @Sendable (Event) -> Void
    private let input: @Sendable () -> String

    /// - Parameters:
    ///   - input: what was typed or piped in; asked for by commands that need it.
    ///   - sink: called from any thread.
    init(
        input: @escaping @Sendable () -> String = { "" },
        sink: @escaping @Sendable (Event) -> Void
    ) {
        self.input = input
        self.sink = sink
    }

    /// Everything that stands on standard input, read to its end, or what was read in its place.
    func standardInput() -> String { input() }

    /// The same way out, with a text in the place of standard input.
    func reading(_ text: String) -> Output {
        Output(input: { text }, sink: sink)
    }

    /// Says a sentence.
    func message(_ text: String) {
        sink(.message(text))
    }

    /// Says how far a long piece of work is. Cheap enough for every thousand rows.
    ///
    /// - Parameter total: nil while nobody knows.
    func progress(_ label: String, done: Int, total: Int?) {
        sink(.progress(label: label, done: done, total: total))
    }
}
