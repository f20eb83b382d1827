import ChangeLog
import Registry
import Testing
import Trust

@Suite struct WireTests {
    static let id = RecordID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)

    static func header(_ sequence: UInt64 = 1) -> Changeset.Header {
        Changeset.Header(
            origin: "IQ-BG", incarnation: 77, sequence: sequence, previous: sha256([1]),
            stamp: Stamp(endOf: 1_700_000_000_000), actor: "زينب", reasonCode: "correction",
            reason: "عنوان جديد", batch: id,
            parent: .init(incarnation: 3, sequence: sequence - 1, digest: sha256([2])),
            dictionary: 1)
    }

    static func changeset(_ changes: [Change]) throws -> Changeset {
        var hasher = SHA256Hasher()
        return try Changeset(
            header: header(), changes: changes, salts: { (5, 6) }, hasher: &hasher)
    }

    static let changes = [
        Change(
            entity: 4, record: id, kind: .create,
            values: [
                NumberedValue(1, .text("")), NumberedValue(2, .integer(.min)),
                NumberedValue(3, .integer(0)), NumberedValue(900, .bytes([0, 255])),
            ]),
        Change(
            entity: 4, record: id, kind: .resolve,
            groups: [
                GroupChange(
                    group: 3, values: [NumberedValue(5, .text("أرامل"))],
                    base: [Version(origin: "H", incarnation: .max, sequence: 9, tag: .max)],
                    was: [NumberedValue(5, .text("poor"))])
            ]),
        Change(entity: 4, record: id, kind: .close),
    ]

    @Test func `a changeset is read back from its own bytes with the same digest`() throws {
        let written = try Self.changeset(Self.changes)
        var hasher = SHA256Hasher()
        let read = try Changeset(bytes: written.bytes, hasher: &hasher)
        #expect(read.header == written.header)
        #expect(read.items.map(\.change) == Self.changes)
        #expect(read.digest == written.digest)
        #expect(read.version == written.version)
    }

    /// Numbers that no node ever writes must not bring a reader down.
    @Test(arguments: [UInt64.max, 1 << 63, 1 << 40])
    func `a number beyond all bounds is refused`(number: UInt64) throws {
        var hasher = SHA256Hasher()
        var late = Self.header()
        late.parent?.sequence = number
        var far = Self.header()
        far.sequence = number
        var stamped = Self.header()
        stamped.stamp = Stamp(rawValue: .max)
        var again = Self.header()
        again.replaces = Version(origin: "H", incarnation: 1, sequence: number, tag: 1)
        for header in [late, far, stamped, again] {
            let written = try Changeset(
                header: header, changes: Self.changes, salts: { (5, 6) }, hasher: &hasher)
            #expect(throws: WireReader.Malformed.self) {
                try Changeset(bytes: written.bytes, hasher: &hasher)
            }
        }
        var held = WireWriter()
        held.message(1) { inner in
            inner.text(1, "H")
            inner.fixed(2, 1)
            inner.number(3, number)
        }
        #expect(throws: WireReader.Malformed.self) { try Reflects(WireReader(held.bytes)) }
    }

    @Test func `the digest changes with any byte, or the bytes are refused`() throws {
        let written = try Self.changeset(Self.changes)
        var hasher = SHA256Hasher()
        for index in written.bytes.indices {
            for bit in [UInt8(1), 0x80] {
                var bytes = written.bytes
                bytes[index] ^= bit
                let read = try? Changeset(bytes: bytes, hasher: &hasher)  // refused: also good
                #expect(read?.digest != written.digest, "byte \(index)")
            }
        }
    }

    @Test func `every cut of a changeset is refused or another changeset`() throws {
        let written = try Self.changeset(Self.changes)
        var hasher = SHA256Hasher()
        for count in 0..<written.bytes.count {
            let read = try? Changeset(  // a cut at the end of a field reads as a shorter one
                bytes: Array(written.bytes.prefix(count)), hasher: &hasher)
            #expect(read?.digest != written.digest)
        }
    }

    @Test func `a change that is withheld leaves the digest as it was`() throws {
        let written = try Self.changeset(Self.changes)
        var writer = WireWriter()
        var reader = WireReader(written.bytes)
        var index = 0
        while let (field, content) = try reader.next() {
            guard case .data(let range) = content else { continue }
            if field == 2, index == 0 {
                writer.message(2) { $0.data(3, written.items[0].commitment.bytes) }
            } else {
                writer.data(field, reader.data(range))
            }
            index += field == 2 ? 1 : 0
        }
        var hasher = SHA256Hasher()
        let read = try Changeset(bytes: writer.bytes, hasher: &hasher)
        #expect(read.digest == written.digest)
        #expect(read.items.map(\.change) == [nil, Self.changes[1], Self.changes[2]])
    }

    @Test func `two salts give one change two commitments`() throws {
        var hasher = SHA256Hasher()
        let one = try Changeset(
            header: Self.header(), changes: Self.changes, salts: { (1, 2) }, hasher: &hasher)
        let other = try Changeset(
            header: Self.header(), changes: Self.changes, salts: { (1, 3) }, hasher: &hasher)
        for (left, right) in zip(one.items, other.items) {
            #expect(left.commitment != right.commitment)
        }
        #expect(one.digest != other.digest)
    }

    @Test func `a page is read back from its own bytes`() throws {
        var reflects = Reflects()
        reflects.cover(Branch(origin: "F", incarnation: .max), through: 12)
        let version = Version(origin: "F", incarnation: 4, sequence: 12, tag: 9)
        let head = RecordState.Group.Head(
            version: version, effective: Stamp(rawValue: 55),
            value: GroupValue([NumberedValue(5, .text("x"))]), was: GroupValue([]),
            actor: "clerk", reason: "why")
        let state = RecordState(
            entity: 4, record: Self.id, reflects: 0, version: version,
            effective: Stamp(rawValue: 1), values: [NumberedValue(1, .text("A"))],
            groups: [RecordState.Group(group: 3, heads: [head, head])])
        let page = Page(
            from: .start, to: Cursor(position: 7, chain: sha256([3])), isRestart: true,
            isLast: false, reflects: [reflects], records: [state],
            gone: [Page.Gone(entity: 5, record: Self.id)])
        let readPage = try Page(WireReader(page.bytes))
        #expect(readPage == page)
        let readState = try RecordState(WireReader(state.bytes))
        #expect(readState == state)
        let readReflects = try Reflects(WireReader(reflects.bytes))
        #expect(readReflects == reflects)
    }

    @Test(arguments: [
        ([0x80] as [UInt8], "a key that ends"), ([0x0A, 0x05, 0x01], "a text that ends"),
        ([0x09, 0x01], "a number that ends"), ([0x0B], "a group"), ([0x00], "field zero"),
        ([0x08] + [UInt8](repeating: 0xFF, count: 10), "a number of more than 64 bits"),
    ])
    func `bytes that are not the wire format are refused`(bytes: [UInt8], what: String) {
        #expect(throws: WireReader.Malformed.self) {
            var reader = WireReader(bytes)
            while try reader.next() != nil {}
        }
    }

    @Test(arguments: [0, 1, -1, 63, -64, .max, .min] as [Int64])
    func `signed numbers are read back`(number: Int64) throws {
        var writer = WireWriter()
        writer.signed(3, number)
        var reader = WireReader(writer.bytes)
        guard case .number(let bits)? = try reader.next()?.content else {
            Issue.record("no number")
            return
        }
        #expect(bits.zigzag == number)
    }
}
