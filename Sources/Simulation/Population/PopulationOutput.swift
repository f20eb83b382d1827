/// A file that a simulated population consists of.
public enum PopulationFile: Hashable, Sendable {
    /// Households of the province with this code of ISO 3166-2.
    case households(province: String)
    /// Persons of the province.
    case persons(province: String)
    /// Pairs of registrations that are one person.
    case truePairs
    /// Registrations of everybody who has more than one, with the number of the person.
    case trueClusters

    /// The file's name.
    public var name: String {
        switch self {
        case .households(let province): "\(province)-households.csv"
        case .persons(let province): "\(province)-persons.csv"
        case .truePairs: "truth-pairs.csv"
        case .trueClusters: "truth-clusters.csv"
        }
    }

    /// Its first row. Households and persons have the columns that an import takes.
    public var header: String {
        switch self {
        case .households:
            "household_number,province,district,address,category,dwelling,rooms,"
                + "monthly_income,account_iban,registered_on"
        case .persons:
            "person_number,household_number,relationship,given_name,father_name,"
                + "grandfather_name,family_name,mother_name,sex,birth_date,national_id,phone,"
                + "marital_status,disability,employment"
        case .truePairs: "id_a,id_b,kind"
        case .trueClusters: "id,cluster"
        }
    }
}

/// Rows that were made and not yet taken away, so that a nation needs little memory.
struct PopulationOutput {
    /// By province.
    var households: [[UInt8]]
    var persons: [[UInt8]]
    var pairs: [UInt8] = []
    var clusters: [UInt8] = []
    /// Files that have their header.
    private var begun: Set<PopulationFile> = []
    private static let flushBytes = 1 << 18

    init() {
        households = SimulatedProvince.all.map { _ in [] }
        persons = households
    }

    /// Gives away what has been written, of every file or of those that have much. A province
    /// without families has no files; the truth always has.
    mutating func flush(
        all: Bool, _ write: (PopulationFile, [UInt8]) throws -> Void
    ) rethrows {
        for (place, province) in SimulatedProvince.all.enumerated() {
            try Self.take(
                &households[place], .households(province: province.code), all, &begun, write)
            try Self.take(&persons[place], .persons(province: province.code), all, &begun, write)
        }
        try Self.take(&pairs, .truePairs, all, &begun, write)
        try Self.take(&clusters, .trueClusters, all, &begun, write)
    }

    private static func take(
        _ rows: inout [UInt8], _ file: PopulationFile, _ all: Bool,
        _ begun: inout Set<PopulationFile>,
        _ write: (PopulationFile, [UInt8]) throws -> Void
    ) rethrows {
        let isTruth = file == .truePairs || file == .trueClusters
        guard rows.count > flushBytes || all && (isTruth || !rows.isEmpty) else { return }
        if begun.insert(file).inserted { try write(file, Array((file.header + "\n").utf8)) }
        try write(file, rows)
        rows.removeAll(keepingCapacity: true)
    }
}
