import Foundation

/// Asks a node that is served what a clerk asks: the desk through the node's own socket, the search
/// through its pages.
struct ServedDesk {
    let directory: NodeDirectory

    /// What an answer says that is looked at here.
    private struct Report: Decodable {
        struct Finding: Decodable { var person: String? }
        var findings: [Finding]
        var people: Int
    }

    /// Asks about somebody, the way in which `duplicates check` asks a running node.
    ///
    /// - Returns: the numbers of those who were named, and how many people the node knows.
    func check(_ values: [String: String]) async throws -> (found: [String], people: Int) {
        let ending = try await ControlClient(directory).run(
            ControlRequest(arguments: arguments(values), workingDirectory: "/", input: ""),
            output: Output { _ in })
        guard ending.exitCode == 0 else { throw Failure.refused(ending.standardOutput) }
        let report = try JSONDecoder().decode(Report.self, from: Data(ending.standardOutput.utf8))
        return (report.findings.compactMap(\.person), report.people)
    }

    /// Asks with a process of its own, and waits for its end.
    func checkByProcess(_ values: [String: String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments(values)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure.refused("") }
    }

    private func arguments(_ values: [String: String]) -> [String] {
        let person = values.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
            .joined(separator: ", ")
        return ["duplicates", "check", "--data", directory.path, "--person", person, "--json"]
    }

    /// One who types into the box of the first page.
    struct Searcher {
        private let client: PageClient
        private let csrf: String

        /// Signs in.
        init(port: UInt16, name: String, password: String) throws {
            client = try PageClient(port: port)
            _ = try client.post("/sign-in", [("name", name), ("password", password)])
            csrf = try client.get("/desk").between("name=\"csrf\" value=\"", "\"")
            guard !csrf.isEmpty else { throw Failure.refused("sign-in") }
        }

        /// What the page shows under the box, as it asks for it while somebody types.
        func search(_ text: String) throws -> String {
            let answer = try client.post("/desk/live", [("csrf", csrf), ("q", text)])
            guard answer.status == 200 else { throw Failure.refused("search") }
            return answer.text
        }
    }

    /// The node answers with a refusal, which no question here should meet.
    enum Failure: Error, CustomStringConvertible {
        case refused(String)

        var description: String {
            switch self {
            case .refused(let what): "The node refuses a question of the measurement: \(what)"
            }
        }
    }
}
