/// What clerks wait for at a running hub, and what those who come cost it.
struct DeskServiceOutcome: Rendered {
    /// How many people the desk knows.
    var people: Int
    /// Until the index of the search was up to date; next to nothing where it was before.
    var searchIndexSeconds: Double
    /// From the start of the process until it listens, and until the desk knows everybody.
    var listeningSeconds: Double
    var readySeconds: Double
    /// What the process holds then, and the most that it ever held, in MB (10⁶ bytes).
    var readyMegabytes: Double
    var peakMegabytes = 0.0
    /// `duplicates check` through the node's socket, as a program waits for it.
    var check = Waits([])
    /// The part of those asked about who were named.
    var checkRecall = 0.0
    /// The same with a process for each question.
    var checkByProcess = Waits([])
    var searches: [Search] = []
    var arrivals: Arriving?

    /// Searches of one kind.
    struct Search: Encodable, Sendable {
        var typed: String
        var waits: Waits
        /// The part of those looked for whose family stood on the first page.
        var found: Double
    }

    /// Families who came.
    struct Arriving: Encodable, Sendable {
        var households: Int
        var persons: Int
        /// Persons who were compared.
        var checked: Int
        /// Whether so much came that it was left to a scan, which is then no measurement.
        var isLeftToScan: Bool
        /// What the import of a family took, which is no part of the rest.
        var importMilliseconds: Double
        /// What comparing a family with everybody took, its cases written.
        var millisecondsPerHousehold: Double
        var cpuMillisecondsPerHousehold: Double
        var opened: Int
        /// Families who are in the registry already, and of how many a case says so.
        var repeated: Int
        var found: Int

        var text: String {
            """
            arrivals: \(households) families of \(persons) persons: \
            \(millisecondsPerHousehold.text(places: 2)) ms a family \
            (\(cpuMillisecondsPerHousehold.text(places: 2)) ms of CPU) beside \
            \(importMilliseconds.text(places: 2)) ms to write it; \(checked) persons compared\
            \(isLeftToScan ? ", the rest left to a scan" : ""), \(opened) cases; of \(repeated) \
            families registered again \(found) found
            """
        }
    }

    var text: String {
        ([
            """
            \(people) people; index of the search brought up to date in \
            \(searchIndexSeconds.text(places: 1)) s
            start: listens after \(listeningSeconds.text(places: 1)) s, the desk answers after \
            \(readySeconds.text(places: 1)) s with \(readyMegabytes.text(places: 0)) MB; peak \
            \(peakMegabytes.text(places: 0)) MB
            check through the socket: \(check.count) questions, \(check.text); \
            \((checkRecall * 100).text(places: 1)) % named
            check by a process each: \(checkByProcess.count) questions, \(checkByProcess.text)
            """
        ]
            + searches.map {
                "search, \($0.typed): \($0.waits.text); "
                    + "\(($0.found * 100).text(places: 1)) % on the first page"
            } + [arrivals?.text].compactMap(\.self)).joined(separator: "\n")
    }
}
