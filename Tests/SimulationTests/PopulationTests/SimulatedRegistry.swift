import Simulation

/// A simulated population in memory, cut into rows.
struct SimulatedRegistry {
    /// A row by the names of its columns.
    struct Row {
        fileprivate let columns: [String: Int]
        fileprivate let values: [String]

        subscript(name: String) -> String { columns[name].map { values[$0] } ?? "" }
    }

    let report: PopulationSimulation.Report
    private(set) var files: [String: [UInt8]] = [:]
    private(set) var persons: [Row] = []
    private(set) var households: [Row] = []
    private(set) var pairs: [Row] = []
    private(set) var clusters: [Row] = []

    init(
        persons count: Int, seed: UInt64, repeatRate: Double = 0.03,
        noise: PopulationSimulation.Noise = .normal, province: String? = nil
    ) {
        let options = PopulationSimulation.Options(
            persons: count, seed: seed, repeatRate: repeatRate, noise: noise,
            province: province)
        var files: [PopulationFile: [UInt8]] = [:]
        report = PopulationSimulation.run(options) { files[$0, default: []] += $1 }
        for (file, bytes) in files {
            self.files[file.name] = bytes
            switch file {
            case .persons: persons += Self.rows(bytes)
            case .households: households += Self.rows(bytes)
            case .truePairs: pairs = Self.rows(bytes)
            case .trueClusters: clusters = Self.rows(bytes)
            }
        }
    }

    /// FNV-1a over all files in the order of their names.
    var digest: UInt64 {
        files.sorted { $0.key < $1.key }.reduce(0xCBF2_9CE4_8422_2325) { digest, file in
            file.value.reduce(digest) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
    }

    /// The part of true pairs whose rows say the same.
    func shareOfPairs(equalIn column: String) -> Double {
        let values = Dictionary(
            uniqueKeysWithValues: persons.map { ($0["person_number"], $0[column]) })
        let equal = pairs.count { values[$0["id_a"]] == values[$0["id_b"]] }
        return Double(equal) / Double(max(1, pairs.count))
    }

    /// No value of these files has a comma, a quote or a line feed.
    private static func rows(_ bytes: [UInt8]) -> [Row] {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let columns = Dictionary(
            uniqueKeysWithValues: lines[0].enumerated().map { ($1, $0) })
        return lines.dropFirst().map { Row(columns: columns, values: $0) }
    }
}
