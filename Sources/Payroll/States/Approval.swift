public import Registry

/// One person's signature under the count, total and digest of a payroll.
public struct Approval: Hashable, Sendable {
    /// Who signed.
    public let officer: Officer
    /// What was signed.
    public let digest: PayrollDigest
    /// When.
    public let at: Instant

    /// A signature of `officer` under `digest`.
    public init(officer: Officer, digest: PayrollDigest, at: Instant) {
        self.officer = officer
        self.digest = digest
        self.at = at
    }
}

/// How many people must sign a payroll: two, and more from an amount on.
public struct ApprovalPolicy: Hashable, Sendable {
    /// From this total on, this many people sign.
    public struct Band: Hashable, Sendable {
        /// The total in minor units of the programme's currency from which the band holds.
        public let fromTotalMinor: Int64
        /// How many people sign, at least two.
        public let approvers: Int

        /// A band; nil with fewer than two approvers or a negative total.
        public init?(fromTotalMinor: Int64, approvers: Int) {
            guard fromTotalMinor >= 0, approvers >= 2 else { return nil }
            self.fromTotalMinor = fromTotalMinor
            self.approvers = approvers
        }
    }

    /// The bands, by rising total.
    public let bands: [Band]

    /// Two people, whatever the total.
    public static let two = ApprovalPolicy(bands: [])

    /// A policy of these bands, in any order.
    public init(bands: [Band]) {
        self.bands = bands.sorted {
            ($0.fromTotalMinor, $0.approvers) < ($1.fromTotalMinor, $1.approvers)
        }
    }

    /// How many people sign a payroll of this total, in minor units. Never fewer than two.
    public func approvers(forTotalMinor total: Int64) -> Int {
        bands.filter { $0.fromTotalMinor <= total }.map(\.approvers).max() ?? 2
    }
}
