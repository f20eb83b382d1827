import ChangeLog
import Foundation
import ServiceLifecycle
import Sync
import Synchronization

/// Tells systemd how the node is (sd_notify(3)): ready when its ports listen, alive while the
/// threads that answer pages can read the registry, stopping when it was told to.
///
/// The protocol is a datagram of lines to the socket that `NOTIFY_SOCKET` names; without that name
/// nobody wants to know, and nothing is sent.
struct ServiceNotifier: Service {
    let node: Node
    /// The ports that must listen before the node is ready.
    let ports: Set<String>

    func run() async throws {
        guard let path = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"] else {
            try await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled, !isReady {
                // Cancelled is one way to end here.
                try? await Task.sleep(for: .milliseconds(100))
            }
            if !Task.isCancelled { Self.send("READY=1\nSTATUS=\(node.name) listens", to: path) }
            while !Task.isCancelled {
                if Self.isWatched, await answers() { Self.send("WATCHDOG=1", to: path) }
                try? await Task.sleep(for: .seconds(Self.intervalSeconds))
            }
        }
        Self.send("STOPPING=1", to: path)
    }

    /// Whether a page could be answered now. While all threads are taken, this waits, and systemd
    /// hears nothing.
    private func answers() async -> Bool {
        await Task(executorPreference: WorkerThreads.pages) { [node] in
            // Why the registry cannot be read, whoever needs it next is told.
            (try? node.journal.read { try $0.journalEnd() }) != nil
        }.value
    }

    private var isReady: Bool {
        ports.isSubset(of: node.listening.withLock { Set($0.keys) })
    }

    private static var isWatched: Bool {
        ProcessInfo.processInfo.environment["WATCHDOG_USEC"] != nil
    }

    /// A third of what systemd allows.
    private static var intervalSeconds: Double {
        let allowed = ProcessInfo.processInfo.environment["WATCHDOG_USEC"].flatMap(Double.init)
        return max((allowed ?? 30_000_000) / 3_000_000, 1)
    }

    /// Sends lines to a datagram socket; a leading `@` means the abstract namespace.
    static func send(_ text: String, to path: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | 0o2000000, 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        // 108 bytes is what the system's address takes.
        guard bytes.count < 108 else { return }
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let message = Array(text.utf8)
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                // Nobody is harmed when systemd does not hear it: it then says so itself.
                _ = unsafe sendto(descriptor, message, message.count, 0, pointer, length)
            }
        }
    }
}
