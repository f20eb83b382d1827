import Foundation

/// A population as files in a folder.
public struct PopulationFolder: Sendable {
    /// What was made.
    public let report: PopulationSimulation.Report
    /// The paths of the files of households and of persons, sorted.
    public let households: [String]
    public let persons: [String]
    /// The path of the file that says which records are of one person; others are alone.
    public let clusters: String

    /// Both, for an import.
    public var paths: [String] { households + persons }

    /// Makes a population and writes its files into a folder, which is made when it is missing.
    /// Files of the same names are replaced when all is done.
    ///
    /// - Throws: what the file system refuses.
    public static func write(
        _ options: PopulationSimulation.Options, to folder: String
    ) throws -> PopulationFolder {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        var open: [PopulationFile: FileHandle] = [:]
        var paths: [PopulationFile: String] = [:]
        let report = try PopulationSimulation.run(options) { file, bytes in
            if open[file] == nil {
                let path = folder + "/" + file.name
                guard FileManager.default.createFile(atPath: path + ".new", contents: nil) else {
                    throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path])
                }
                open[file] = try FileHandle(forWritingTo: URL(fileURLWithPath: path + ".new"))
                paths[file] = path
            }
            try open[file]?.write(contentsOf: bytes)
        }
        for (file, handle) in open {
            try handle.close()
            guard let path = paths[file] else { continue }
            if FileManager.default.fileExists(atPath: path) {
                try FileManager.default.removeItem(atPath: path)
            }
            try FileManager.default.moveItem(atPath: path + ".new", toPath: path)
        }
        func sorted(_ isWanted: (PopulationFile) -> Bool) -> [String] {
            paths.filter { isWanted($0.key) }.values.sorted()
        }
        return PopulationFolder(
            report: report,
            households: sorted { if case .households = $0 { true } else { false } },
            persons: sorted { if case .persons = $0 { true } else { false } },
            clusters: folder + "/" + PopulationFile.trueClusters.name)
    }
}
