/// Finds records of one person among many: the way through the engine, step by step.
public enum Linker {
    /// Compares a population with itself.
    ///
    /// The order of its rows changes neither the pairs nor their bits.
    /// - Parameter progress: told the step and how far the whole is, 0 to 1.
    /// - Throws: `LinkageError` where the options do not fit the fields.
    public static func link(
        _ population: Population, options: LinkOptions = LinkOptions(),
        progress: (@Sendable (String, Double) -> Void)? = nil
    ) throws(LinkageError) -> LinkResult {
        try check(population, options)
        var compared = try ComparedPopulation(
            population, options: options,
            looksUpRows: !options.explain.isEmpty || !options.labels.isEmpty
        ) { progress?($0, $1 * 0.6) }
        progress?("estimate", 0.6)
        let model = options.model ?? compared.model(learningFrom: options.labels)
        return compared.result(of: model, options: options) { progress?($0, 0.75 + $1 / 4) }
    }

    /// Throws where the options do not fit the fields.
    static func check(
        _ population: Population, _ options: LinkOptions
    ) throws(LinkageError) {
        let fields = population.fields
        if fields.isEmpty { throw .noFields }
        if fields.count > 16 { throw .tooManyFields(fields.count) }
        for threshold in [options.threshold, options.reviewThreshold]
        where !(threshold > 0 && threshold < 1) {
            throw .badThreshold(threshold)
        }
        guard let model = options.model else { return }
        if model.version != LinkageModel.currentVersion {
            throw .unknownModelVersion(model.version)
        }
        let isForThese =
            model.fields.map(\.name) == fields.map(\.name)
            && model.fields.map(\.type) == fields.map(\.type)
        if !isForThese {
            throw .modelForOtherFields(
                expected: model.fields.map(\.name), found: fields.map(\.name))
        }
    }

    /// How many pairs of rows could be one person at all.
    static func possiblePairs(_ frame: Frame, between: Bool) -> Double {
        let all = Double(frame.count) * Double(max(0, frame.count - 1)) / 2
        guard between else { return max(1, all) }
        var sizes: [UInt32: Double] = [:]
        for source in frame.source { sizes[source, default: 0] += 1 }
        let within = sizes.keys.sorted().reduce(0.0) { sum, source in
            let size = sizes[source] ?? 0
            return sum + size * (size - 1) / 2
        }
        return max(1, all - within)
    }
}
