/// How a linkage is run.
public struct LinkOptions: Sendable {
    /// Pairs at or above this probability are in one cluster.
    public var threshold: Double
    /// Pairs at or above this probability are returned, so that a reader can draw another line.
    public var reviewThreshold: Double
    /// Only pairs of two sources are looked for.
    public var between: Bool
    /// Each record has at most one partner: of competing pairs the likeliest stays.
    public var oneToOne: Bool
    /// Blocking rules instead of those chosen from the data, each a list of columns such as
    /// `given_name`, `birth_date.year` or `father_name.skeleton`.
    public var blocking: [[String]]
    /// More households than this sharing an identifier or phone make it generic.
    public var genericLimit: Int
    /// A model made earlier, used instead of estimating one.
    public var model: LinkageModel?
    /// How many threads work; nil for one a processor. The result does not depend on it.
    public var threads: Int?
    /// Pairs of rows to be explained, whatever their bits.
    public var explain: [RowPair]
    /// Pairs of rows of which humans said whether they are one person; a model that is estimated
    /// learns from them.
    public var labels: [PairLabel]

    public init(
        threshold: Double = 0.95, reviewThreshold: Double = 0.2, between: Bool = false,
        oneToOne: Bool = false, blocking: [[String]] = [], genericLimit: Int = 8,
        model: LinkageModel? = nil, threads: Int? = nil, explain: [RowPair] = [],
        labels: [PairLabel] = []
    ) {
        self.threshold = threshold
        self.reviewThreshold = reviewThreshold
        self.between = between
        self.oneToOne = oneToOne
        self.blocking = blocking
        self.genericLimit = genericLimit
        self.model = model
        self.threads = threads
        self.explain = explain
        self.labels = labels
    }
}

/// What a human said about two rows.
public struct PairLabel: Sendable, Hashable {
    public let rows: RowPair
    public let isSame: Bool

    public init(_ rows: RowPair, isSame: Bool) {
        self.rows = rows
        self.isSame = isSame
    }
}
