import Foundation
import Testing

/// People at a real browser, against real nodes. `deploy/test.sh` installs what the browser needs.
enum Journeys {
    private static let folder = DemoFiles.root + "/Tests/EndToEndTests/Journeys"

    /// A Python with selenium: the project's own, or the one that `JOURNEY_PYTHON` names.
    private static var python: String {
        ProcessInfo.processInfo.environment["JOURNEY_PYTHON"]
            ?? DemoFiles.root + "/.build/venv/bin/python3"
    }

    static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: python) }

    static func run(_ journey: String) async throws {
        let run = try await RunningProgram(
            ["-m", "unittest", "-v", "test_\(journey)"], program: python, in: folder,
            environment: [
                "SHABAKA": try Program.path(), "PYTHONDONTWRITEBYTECODE": "1",
            ]
        ).end()
        #expect(run.exitCode == 0, "\(run.output)\n\(run.errors)")
    }
}

// Two at a time: accessibility takes the longest.

@Suite(
    .serialized,
    .enabled(if: Journeys.isPossible, "deploy/test.sh makes .build/venv and installs the browser"))
struct JourneyTests {
    @Test(arguments: [
        "registration", "duplicates", "conflicts", "payroll", "offline", "changes", "transfers",
    ])
    func `what clerks do all day works in a browser`(journey: String) async throws {
        try await Journeys.run(journey)
    }
}

@Suite(
    .enabled(if: Journeys.isPossible, "deploy/test.sh makes .build/venv and installs the browser"))
struct AccessibilityTests {
    @Test func `everybody can work with every page`() async throws {
        try await Journeys.run("accessibility")
    }
}
