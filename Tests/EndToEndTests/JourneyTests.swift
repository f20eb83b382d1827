import Foundation
import Testing

/// People at a real browser, against real nodes. `deploy/test.sh` installs what the browser needs.
@Suite(.serialized) struct JourneyTests {
    private static let folder = DemoFiles.root + "/Tests/EndToEndTests/Journeys"

    /// A Python with selenium: the project's own, or the one that `JOURNEY_PYTHON` names.
    private static var python: String {
        ProcessInfo.processInfo.environment["JOURNEY_PYTHON"]
            ?? DemoFiles.root + "/.build/venv/bin/python3"
    }

    static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: python) }

    @Test(
        .enabled(if: isPossible, "deploy/test.sh makes .build/venv and installs the browser"),
        arguments: [
            "registration", "duplicates", "conflicts", "payroll", "offline", "changes",
            "transfers", "accessibility",
        ])
    func `what clerks do all day works in a browser`(journey: String) throws {
        let run = try RunningProgram(
            ["-m", "unittest", "-v", "test_\(journey)"], program: Self.python, in: Self.folder,
            environment: [
                "SHABAKA": try Program.path(), "PYTHONDONTWRITEBYTECODE": "1",
            ]
        ).wait()
        #expect(run.exitCode == 0, "\(run.output)\n\(run.errors)")
    }
}
