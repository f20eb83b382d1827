import Foundation
import Synchronization

/// Messages and progress on standard error: a bar where a person watches, a line now and then
/// where a file is written.
final class TerminalSink: Sendable {
    private struct State {
        var label = ""
        var lastLine = ContinuousClock.now - .seconds(60)
        var isBarShown = false
    }

    private let isTerminal = isatty(2) == 1
    private let state = Mutex(State())

    /// The output of a command that a person or a script started.
    static func output() -> Output {
        let sink = TerminalSink()
        return Output(input: { StandardStreams.readAll() }, sink: { sink.show($0) })
    }

    /// Shows one event.
    func show(_ event: Output.Event) {
        state.withLock { state in
            switch event {
            case .message(let text):
                StandardStreams.error((state.isBarShown ? "\r\u{1B}[K" : "") + text + "\n")
                state.isBarShown = false
            case .progress(let label, let done, let total):
                show(label, done, total, &state)
            }
        }
    }

    private func show(_ label: String, _ done: Int, _ total: Int?, _ state: inout State) {
        let isOver = total.map { done >= $0 } ?? false
        let isNew = label != state.label
        let interval: Duration = isTerminal ? .milliseconds(100) : .seconds(10)
        guard isNew || isOver || ContinuousClock.now - state.lastLine >= interval else { return }
        state.lastLine = .now
        state.label = isOver ? "" : label
        guard isTerminal else {
            StandardStreams.error("\(label): \(done)\(total.map { " of \($0)" } ?? "")\n")
            return
        }
        var line = "\r\u{1B}[K\(label) "
        if let total, total > 0 {
            let width = 30
            let filled = min(width, max(0, done * width / total))
            line += "[" + String(repeating: "#", count: filled)
            line += String(repeating: "·", count: width - filled) + "] "
            line += "\(done * 100 / total) % "
        }
        line += "\(done)" + (total.map { " / \($0)" } ?? "")
        StandardStreams.error(line + (isOver ? "\n" : ""))
        state.isBarShown = !isOver
    }
}

/// The three streams of the process.
enum StandardStreams {
    static func output(_ text: String) { write(text, to: .standardOutput) }

    static func error(_ text: String) { write(text, to: .standardError) }

    /// All of standard input.
    static func readAll() -> String {
        // Nothing to read is the same as an empty text.
        let data = (try? FileHandle.standardInput.readToEnd()) ?? nil
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    private static func write(_ text: String, to handle: FileHandle) {
        // Whoever closed the other end does not want to hear more.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
