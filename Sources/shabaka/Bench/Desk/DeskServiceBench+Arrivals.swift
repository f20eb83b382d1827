import Casework
import ChangeLog
import Intake
import Registry
import Storage

extension DeskServiceBench {
    /// Lets families come and compares them with everybody, in this process.
    func measureArrivals(
        _ directory: NodeDirectory, _ known: [AskedPeople.Person], _ folder: String
    ) async throws -> DeskServiceOutcome.Arriving {
        let node = try await Self.open(directory)
        try node.desk.prepare()
        // What came before is not measured.
        while try node.desk.takeArrivals(atMost: 1000)?.isDone == false {}
        let tag = "B\(try node.journal.read { try $0.journalEnd() })-"
        let files = try node.journal.read { view in
            try ArrivingFamilies(
                arrivals, known: known, of: view, seed: seed &+ 7919, tag: tag,
                in: folder + "/arriving")
        }
        let (_, imported) = try Measured.of {
            try Importer(node.journal, options: Importer.Options(workFolder: folder))
                .run(files.paths)
        }
        var (checked, opened, isLeftToScan) = (0, 0, false)
        let (_, cost) = try Measured.of {
            while let look = try node.desk.takeArrivals(atMost: 200, isBrief: true) {
                checked += look.checked
                opened += look.opened
                isLeftToScan = isLeftToScan || look.isLeftToScan
                if look.isDone { break }
            }
        }
        let found = try node.journal.read { view in
            try files.repeated.filter { new, old in
                try view.transaction.first(
                    """
                    SELECT 1 FROM duplicate_case c
                    JOIN household a ON a.id = c.earlier_household
                    JOIN household b ON b.id = c.later_household
                    WHERE (a.number = $1 AND b.number = $2) OR (a.number = $2 AND b.number = $1)
                    """, .text(new), .text(old)) != nil
            }.count
        }
        let milliseconds = cost.seconds * 1000
        return DeskServiceOutcome.Arriving(
            households: files.households, persons: files.persons, checked: checked,
            isLeftToScan: isLeftToScan,
            importMilliseconds: (imported.seconds * 1000 / Double(max(1, files.households)))
                .rounded(places: 2),
            millisecondsPerHousehold: (milliseconds / Double(max(1, files.households)))
                .rounded(places: 2),
            cpuMillisecondsPerHousehold: (cost.cpuSeconds * 1000 / Double(max(1, files.households)))
                .rounded(places: 2),
            opened: opened, repeated: files.repeated.count, found: found)
    }
}
