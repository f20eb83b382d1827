import ArgumentParser
import Foundation

/// A path on the command line, absolute from the moment it is read, so that a command means the
/// same files wherever it runs.
struct FilePath: ExpressibleByArgument, Sendable, Hashable {
    /// The path, beginning with `/`.
    let absolute: String

    /// The directory that relative paths begin at: that of the person who typed them, also when a
    /// running node reads the arguments.
    @TaskLocal static var workingDirectory = FileManager.default.currentDirectoryPath

    init(argument: String) {
        let path = (argument as NSString).expandingTildeInPath
        let whole = path.hasPrefix("/") ? path : Self.workingDirectory + "/" + path
        absolute = (whole as NSString).standardizingPath
    }

    var defaultValueDescription: String { absolute }
}
