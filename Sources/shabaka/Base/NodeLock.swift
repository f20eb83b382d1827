import Foundation

/// The right to open a node's database, held by one process at a time.
final class NodeLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock, or returns nil when another process holds it. Throws `FileFault`.
    init?(_ directory: NodeDirectory) throws {
        descriptor = unsafe open(directory.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFault.cannotWrite(directory.lock, errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        // Who holds it, for the message to whoever comes next.
        let text = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = unsafe pwrite(descriptor, text, text.count, 0)
    }

    deinit {
        close(descriptor)
    }

    /// The process that holds the lock, as far as it says so.
    static func holder(_ directory: NodeDirectory) -> String {
        // A lock without a readable name is still held: the message then names nobody.
        let text = (try? directory.text(of: directory.lock)) ?? nil
        return (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
