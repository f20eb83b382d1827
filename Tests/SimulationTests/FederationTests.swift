import Foundation
import Simulation
import Testing

@Suite struct FederationTests {
    /// Memory when the machine offers it: schedules write thousands of small transactions.
    static let directory =
        FileManager.default.isWritableFile(atPath: "/dev/shm")
        ? "/dev/shm" : FileManager.default.temporaryDirectory.path

    @Test(arguments: 0..<50)
    func `nothing is lost and everybody agrees after any faults`(block: Int) throws {
        for seed in (block * 10)..<(block * 10 + 10) {
            _ = try FederationSimulation.run(seed: UInt64(seed), directory: Self.directory)
        }
    }

    @Test func `one seed gives one trace`() throws {
        let one = try FederationSimulation.run(seed: 42, directory: Self.directory)
        let other = try FederationSimulation.run(seed: 42, directory: Self.directory)
        #expect(one == other)
    }
}
