// Runs schedules of the federation until an oracle objects: `run.sh` builds and starts this.
//
//   shabaka-mutant SEEDS STEPS FOLDER
//
// Ends with 0 when no oracle objected, with 3 at the first objection, which it prints.
import Foundation
import Simulation

let arguments = CommandLine.arguments
guard arguments.count == 4, let seeds = UInt64(arguments[1]), let steps = Int(arguments[2]) else {
    FileHandle.standardError.write(Data("usage: shabaka-mutant SEEDS STEPS FOLDER\n".utf8))
    exit(64)
}
for seed in 0..<seeds {
    do {
        _ = try FederationSimulation.run(seed: seed, steps: steps, directory: arguments[3])
    } catch let failure as FederationSimulation.Failure {
        FileHandle.standardOutput.write(Data("\(failure)\n".utf8))
        exit(3)
    }
}
