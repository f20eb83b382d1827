import Logging

/// Sends what libraries log to where the command says its messages.
struct MessageLog: LogHandler {
    var logLevel = Logger.Level.notice
    var metadata: Logger.Metadata = [:]
    private let output: Output

    init(_ output: Output) {
        self.output = output
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        // How a server ends its open connections when it stops is no news to its operator.
        let text = event.message.description
        guard !text.hasPrefix("Waiting on child channel"), !text.hasPrefix("Server shutdown error")
        else { return }
        output.message("\(event.level): \(text)")
    }
}
