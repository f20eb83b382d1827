import ChangeLog
import Synchronization
import Trust

/// Random words from the operating system, 4 KB at a time: ids and salts take millions of them.
final class BufferedEntropy: Sendable {
    private struct Buffer {
        var words: [UInt64] = []
    }

    private let buffer = Mutex(Buffer())

    /// The source that a journal takes.
    static func make() -> Entropy {
        let source = BufferedEntropy()
        return Entropy { source.next() }
    }

    private func next() -> UInt64 {
        buffer.withLock { buffer in
            if buffer.words.isEmpty {
                buffer.words = [UInt64](repeating: 0, count: 512)
                unsafe buffer.words.withUnsafeMutableBytes { unsafe SecureRandom.fill($0) }
            }
            return buffer.words.removeLast()
        }
    }
}
