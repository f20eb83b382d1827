import ArgumentParser

/// A list on the command line, with commas and no spaces: `03-1,03-2`.
struct CommaList: ExpressibleByArgument, Sendable, Equatable {
    var items: [String]

    init(argument: String) {
        items = argument.split(separator: ",").map {
            $0.trimmingPrefix { $0 == " " }.description
        }
    }
}
