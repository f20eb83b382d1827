import Registry
public import Storage
public import Trust

/// The certificates with which an upstream showed itself to this node.
///
/// A node shows the newest it has, and never an older one again: whoever comes with an older one
/// has it from a stolen machine or an old copy. The order counts in which this node saw them, since
/// clocks may go back.
public struct UpstreamCertificates: ServerMemory {
    private let store: Store
    private let node: String

    /// - Parameter node: the upstream.
    public init(_ store: Store, of node: String) {
        self.store = store
        self.node = node
    }

    public func isReplaced(_ certificate: Certificate) -> Bool {
        let newer = try? store.read { transaction in
            try transaction.first(
                """
                SELECT 1 FROM upstream_certificate c
                WHERE c.node = $1 AND c.serial = $2 AND EXISTS (
                    SELECT 1 FROM upstream_certificate l
                    WHERE l.node = c.node AND l.number > c.number)
                """, .text(node), .text(certificate.serialHex)) != nil
        }
        // Nobody is believed while nothing can be read.
        return newer ?? true
    }

    public func note(_ certificate: Certificate) {
        // What cannot be written now is written with the next connection.
        try? store.write { transaction in
            try transaction.execute(
                """
                INSERT INTO upstream_certificate (node, serial) VALUES ($1, $2)
                ON CONFLICT DO NOTHING
                """, .text(node), .text(certificate.serialHex))
        }
    }
}
