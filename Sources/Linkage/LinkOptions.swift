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

    public init(
        threshold: Double = 0.95, reviewThreshold: Double = 0.2, between: Bool = false,
        oneToOne: Bool = false, blocking: [[String]] = [], genericLimit: Int = 8,
        model: LinkageModel? = nil, threads: Int? = nil
    ) {
        self.threshold = threshold
        self.reviewThreshold = reviewThreshold
        self.between = between
        self.oneToOne = oneToOne
        self.blocking = blocking
        self.genericLimit = genericLimit
        self.model = model
        self.threads = threads
    }
}
