import ChangeLog
import Foundation

/// The inside of a bundle: records, each with one byte of kind and four of length.
package enum BundleFrames {
    /// What a record is.
    package enum Kind: UInt8 {
        /// `BundleManifest`; the first record.
        case manifest = 1
        /// A compressed push frame.
        case push = 2
        /// A compressed page of the feed.
        case page = 3
        /// Nothing comes behind it; the body is the count of all records before it.
        case end = 4
    }

    /// The longest record that is read.
    static let maximumBytes = 40 << 20

    /// Writes records to a file that is readable by the node's user only.
    package final class Writer {
        private let handle: FileHandle
        private var count = 0

        package init(_ path: String) throws {
            try BundleFile.prepare(path)
            guard let handle = FileHandle(forWritingAtPath: path) else {
                throw BundleRefusal.cannotWrite(path)
            }
            self.handle = handle
        }

        package func write(_ kind: Kind, _ body: [UInt8]) throws {
            try handle.write(contentsOf: [kind.rawValue] + BundleFile.length(body.count) + body)
            count += 1
        }

        package func finish() throws {
            var writer = WireWriter()
            writer.number(1, UInt64(count))
            try write(.end, writer.bytes)
            try handle.close()
        }
    }

    /// Calls `body` with each record; the last one is checked to be the end.
    ///
    /// - Throws: `BundleRefusal.malformed` and what `body` throws.
    package static func read(
        _ path: String, named name: String, _ body: (Kind, [UInt8]) throws -> Void
    ) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw BundleRefusal.noFile(path)
        }
        defer { try? handle.close() }  // it was only read
        func malformed(_ what: String) -> BundleRefusal { .malformed(name, what: what) }
        var count = 0
        while true {
            let start = [UInt8](try handle.read(upToCount: 5) ?? Data())
            guard start.count == 5 else { throw malformed("its end is missing.") }
            let length = start.dropFirst().reduce(0) { $0 << 8 | Int($1) }
            guard length <= maximumBytes else { throw malformed("a frame is too large.") }
            let bytes = length == 0 ? [] : [UInt8](try handle.read(upToCount: length) ?? Data())
            guard bytes.count == length else { throw malformed("a frame is cut.") }
            // A newer program may put in records that this one does not know.
            if let kind = Kind(rawValue: start[0]) {
                if kind == .end {
                    var reader = WireReader(bytes)
                    guard case (1, .number(let wanted))? = try reader.next(), wanted == count
                    else { throw malformed("frames are missing.") }
                    return
                }
                try body(kind, bytes)
            }
            count += 1
        }
    }
}
