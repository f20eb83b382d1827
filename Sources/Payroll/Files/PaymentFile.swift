import Registry
public import Trust

/// The bytes that go to one bank, with their manifest.
public struct PaymentFile: Hashable, Sendable {
    /// The name of the file.
    public let name: String
    /// The bytes of the file.
    public let bytes: [UInt8]
    /// SHA-256 of the bytes.
    public let sha256: Digest
    /// The manifest beside it: canonical JSON with a line end, which says count, total, currency,
    /// name and SHA-256, so that whoever receives both can check one by the other.
    public let manifest: [UInt8]

    /// The name of the manifest.
    public var manifestName: String { "\(name).manifest.json" }

    init(order: PaymentOrder, bytes: [UInt8]) {
        let digest = Trust.sha256(bytes)
        name = order.fileName
        self.bytes = bytes
        sha256 = digest
        let text = JSONText.object([
            "format": .integer(1),
            "file": .text(order.fileName),
            "message_id": .text(order.messageID),
            "bank": .text(order.bank.code),
            "programme": .text(order.programme),
            "cycle": .text(order.cycle.description),
            "payroll": .text(order.payroll.description),
            "payroll_digest": .text(order.digest.sealed.hex),
            "execution_date": .text(order.executionDate.description),
            "count": .integer(Int64(order.payments.count)),
            "total": .text(order.total.decimalText),
            "total_minor": .integer(order.total.amountMinor),
            "currency": .text(order.total.currency.code),
            "sha256": .text(digest.hex),
        ]).canonical
        manifest = Array(text.utf8) + [UInt8(ascii: "\n")]
    }
}
