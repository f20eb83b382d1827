import Foundation
import Testing

/// The files of the demonstration, as they are in the project.
enum DemoFiles {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Households and persons of a province.
    static func paths(of province: String) -> [String] {
        ["households", "persons"].map { "\(root)/deploy/demo/\(province)-\($0).csv" }
    }

    /// The rows of a file, the header first. Its fields hold neither quotes nor separators.
    static func rows(_ path: String) throws -> [[String]] {
        try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    /// Writes rows where a test needs a file of its own.
    static func write(_ rows: [[String]], to path: String) throws {
        let text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// A register several times as large as that of Baghdad: the same families under new numbers,
    /// without what only one family can have.
    static func enlarge(_ times: Int, in folder: String) throws -> (paths: [String], rows: [Int]) {
        var paths: [String] = []
        var counts: [Int] = []
        for source in self.paths(of: "IQ-BG") {
            var rows = try self.rows(source)
            let header = rows.removeFirst()
            let unique = ["national_id", "account_iban"].compactMap { header.firstIndex(of: $0) }
            let numbers = header.indices.filter { header[$0].hasSuffix("_number") }
            var all = rows
            for copy in 1..<times {
                all += rows.map { row in
                    var row = row
                    for index in unique { row[index] = "" }
                    for index in numbers {
                        row[index] = row[index].replacing("BG-0", with: "BG-\(copy)")
                    }
                    return row
                }
            }
            let path = folder + "/" + (source as NSString).lastPathComponent
            try write([header] + all, to: path)
            paths.append(path)
            counts.append(all.count)
        }
        return (paths, counts)
    }
}

/// Where the node below shows something else of its areas than its upstream, by the program's own
/// digests and by a look into both databases; empty when the two agree.
func disagreements(
    _ upstream: TestNode, _ lower: TestNode, areas: Set<String>
) throws -> [String] {
    let folder = lower.data + ".digests"
    try lower.run("audit", "compare", "--out", folder)
    let own = try Program.run([
        "audit", "compare", "--data", upstream.data, "--scope-of", lower.name, "--with", folder,
        "--json",
    ])
    let seen = try upstream.contents().differences(from: lower.contents(), areas: areas)
    return (own.exitCode == 0 ? [] : ["audit compare: \(own.output)\(own.errors)"]) + seen
}

/// Requires that the node below shows what its upstream shows of its areas.
func requireAgreement(
    _ upstream: TestNode, _ lower: TestNode, areas: Set<String>,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let found = try disagreements(upstream, lower, areas: areas)
    #expect(found == [], sourceLocation: sourceLocation)
}

/// Requires that chain, commitments, signatures and rows of a node fit.
func requireSound(_ node: TestNode, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let run = try Program.run(["audit", "verify", "--data", node.data, "--json"])
    #expect(run.exitCode == 0, "\(run.output)", sourceLocation: sourceLocation)
}
