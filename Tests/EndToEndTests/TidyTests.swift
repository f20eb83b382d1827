import Foundation
import Testing

/// The project keeps the shape that `Sources/README.md` describes.
@Suite struct TidyTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The rooms in their order: each may import only those before it.
    private static let rooms = [
        "CLibCurl", "COpenSSL", "CZstd", "CountryPack", "Registry", "Storage", "Trust", "ChangeLog",
        "Intake", "Linkage", "Payroll", "Casework", "Sync", "Listener",
        "Console", "Simulation", "shabaka",
    ]

    private static func files(_ folder: String, _ end: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: root + "/" + folder)
        return (all?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(end) }.sorted()
            .map { root + "/" + folder + "/" + $0 }
    }

    private static func lines(_ file: String) throws -> [Substring] {
        try String(contentsOfFile: file, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test func `a room imports only rooms above it`() throws {
        for file in Self.files("Sources", ".swift") {
            let parts = file.dropFirst(Self.root.count + 1).split(separator: "/")
            let room = try #require(Self.rooms.firstIndex(of: String(parts[1])), "\(file)")
            for line in try Self.lines(file) where line.contains("import ") {
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place <= 1,
                    words.count == place + 2,
                    let imported = Self.rooms.firstIndex(of: String(words[place + 1]))
                else { continue }
                #expect(imported < room, "\(file): \(line)")
            }
        }
    }

    @Test func `the top holds nothing but what belongs there`() throws {
        let known: Set = [
            "Package.swift", "Sources", "Tests", "deploy", "schemas", "README.md",
            "Package.resolved",
        ]
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.root)
        where !name.hasPrefix(".") {
            #expect(known.contains(name), "\(name)")
        }
        for folder in ["Sources", "Tests", "deploy", "schemas"] {
            #expect(FileManager.default.fileExists(atPath: "\(Self.root)/\(folder)/README.md"))
        }
    }

    @Test func `nothing is left for later, and no file is endless`() throws {
        for file in Self.files("Sources", ".swift") + Self.files("Tests", ".swift") {
            let lines = try Self.lines(file)
            #expect(lines.count <= 500, "\(file)")
            guard file != #filePath else { continue }
            for (number, line) in lines.enumerated() {
                #expect(
                    !["TODO", "FIXME", "XXX:"].contains { line.contains($0) },
                    "\(file):\(number + 1)")
            }
        }
    }
}
