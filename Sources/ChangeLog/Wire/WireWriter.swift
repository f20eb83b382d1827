public import Registry

/// Writes the Protocol Buffers wire format, fields in order of their numbers.
///
/// Source of the format: protobuf.dev/programming-guides/encoding. Written by hand since a log is
/// read and written as slices of bytes that are never decoded to strings on the way.
public struct WireWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    public init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Forgets what was written and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// A base-128 number.
    public mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// A `uint64` field; zero is left out, as proto3 does.
    public mutating func number(_ field: Int, _ value: UInt64) {
        guard value != 0 else { return }
        varint(UInt64(field) << 3)
        varint(value)
    }

    /// A `sint64` field, written even when zero, since zero is not the same as nothing.
    public mutating func signed(_ field: Int, _ value: Int64) {
        varint(UInt64(field) << 3)
        varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// A `fixed64` field; zero is left out.
    public mutating func fixed(_ field: Int, _ value: UInt64) {
        guard value != 0 else { return }
        varint(UInt64(field) << 3 | 1)
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// A `string` field; the empty string is left out.
    public mutating func text(_ field: Int, _ value: String) {
        guard !value.isEmpty else { return }
        presentText(field, value)
    }

    /// A `string` field that is written even when empty.
    public mutating func presentText(_ field: Int, _ value: String) {
        varint(UInt64(field) << 3 | 2)
        let utf8 = value.utf8
        varint(UInt64(utf8.count))
        bytes.append(contentsOf: utf8)
    }

    /// A `bytes` or message field; an empty one is left out.
    public mutating func data(_ field: Int, _ value: some Collection<UInt8>) {
        guard !value.isEmpty else { return }
        presentData(field, value)
    }

    /// A `bytes` or message field that is written even when empty.
    public mutating func presentData(_ field: Int, _ value: some Collection<UInt8>) {
        varint(UInt64(field) << 3 | 2)
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A record id as a `bytes` field.
    public mutating func id(_ field: Int, _ value: RecordID) {
        varint(UInt64(field) << 3 | 2)
        bytes.append(16)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value.high >> shift))
        }
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value.low >> shift))
        }
    }

    /// A message field whose content `body` writes.
    public mutating func message(_ field: Int, _ body: (inout WireWriter) -> Void) {
        varint(UInt64(field) << 3 | 2)
        let place = bytes.count
        // Nearly all are short enough for a length of one byte.
        bytes.append(0)
        body(&self)
        let count = bytes.count - place - 1
        if count < 0x80 {
            bytes[place] = UInt8(count)
        } else {
            var length = WireWriter(capacity: 10)
            length.varint(UInt64(count))
            bytes.replaceSubrange(place...place, with: length.bytes)
        }
    }
}
