import Foundation

/// A folder for the files and databases of one measurement, removed with this.
final class BenchFolder: Sendable {
    let path: String

    /// - Parameter parent: where it is made; in the system's folder for such things when nil.
    init(in parent: FilePath?) throws {
        let parent = parent?.absolute ?? NSTemporaryDirectory()
        path = (parent as NSString).appendingPathComponent("shabaka-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)  // what is left only takes up space
    }
}
