import ArgumentParser
import Foundation

/// The one place that turns an error into what the command line says.
enum Complaint {
    /// What happened and what to do, as far as the error knows it.
    static func text(of error: any Error) -> String {
        switch error {
        case let error as any CustomStringConvertible & Error: error.description
        case is CancellationError: "Stopped."
        case let error as CocoaError:
            if let path = error.filePath {
                "“\(path)”: \(error.localizedDescription)"
            } else {
                error.localizedDescription
            }
        default: "\(error)"
        }
    }

    /// The code that the process ends with.
    static func exitCode(of error: any Error) -> Int32 {
        switch error {
        case let code as ExitCode: code.rawValue
        case is ValidationError: ExitCode.validationFailure.rawValue
        default: ExitCode.failure.rawValue
        }
    }
}
