import Foundation
import Intake
import Registry
import Testing

@Suite struct MappingTests {
    private let today = CivilDate(year: 2026, month: 11, day: 22)

    private func layout(
        _ mapping: ImportMapping = .builtIn, _ header: String
    ) throws -> FileLayout {
        let file = try TemporaryFile(header + "\n")
        var reader = try file.open(mapping.format)
        return try mapping.layout(header: reader.next(), file: "f.csv", today: #require(today))
    }

    private func decode(_ json: String) throws -> ImportMapping {
        try JSONDecoder().decode(ImportMapping.self, from: Data(json.utf8))
    }

    @Test(arguments: FileKind.allCases)
    func `the kind of a file is told by its header`(kind: FileKind) throws {
        let header = kind.fields.map(\.name).joined(separator: ",")
        #expect(try layout(.builtIn, header).kind == kind)
    }

    @Test func `a mapping renames columns, words, dates and separator`() throws {
        let mapping = try decode(
            #"""
            {"separator": ";", "dates": "dd/MM/yyyy", "currency": "TRY",
             "person": {"person_number": "رقم", "household_number": "الأسرة", "sex": "الجنس",
                        "relationship": "صلة", "given_name": "الاسم", "birth_date": "الميلاد"},
             "codes": {"sex": {"ذكر": "M", "أنثى": "F"}, "relationship": {"زوجة": "spouse"}}}
            """#)
        let file = try TemporaryFile(
            "الاسم;رقم;الأسرة;صلة;الجنس;الميلاد\nزينب;1-2;1;زوجة;أنثى;٧/٩/١٩٧٥\n")
        var reader = try file.open(mapping.format)
        let layout = try mapping.layout(
            header: reader.next(), file: "f.csv", today: #require(today))
        let row = try #require(try reader.next())
        let person = try PersonDraft.parse(row, layout).get()
        #expect(person.givenName == "زينب")
        #expect(person.relationship == "spouse")
        #expect(person.sex == "F")
        #expect(person.birthDate?.description == "1975-09-07")
        #expect(person.number == "1-2")
        #expect(mapping.currency == .turkishLira)
    }

    @Test(arguments: [
        (#"{"colour": "red"}"#, "‘colour’ is not a key"),
        (#"{"person": {"age": "x"}}"#, "‘age’ is not a field of person"),
        (#"{"person": {"given_name": "x"}}"#, "person has no column for person_number"),
        (#"{"separator": "ab"}"#, "the separator is one of"),
        (#"{"currency": "dinar"}"#, "‘dinar’ is not an active currency"),
        (#"{"codes": {"sex": {"ذكر": "X"}}}"#, "‘X’ is not a code of sex"),
        (#"{"codes": {"phone": {}}}"#, "‘phone’ is not a field with codes"),
    ])
    func `a wrong mapping says which key is wrong and what may stand there`(
        json: String, reason: String
    ) {
        do {
            _ = try decode(json)
            Issue.record("\(json) was taken")
        } catch DecodingError.dataCorrupted(let context) {
            #expect(context.debugDescription.contains(reason))
        } catch {
            Issue.record(error)
        }
    }

    @Test func `a row has one digest however its file is written`() throws {
        let plain = "household_number,district,address,category\nBG-1,01-6,محلة 614,widow\n"
        let quoted =
            "category,address,\"district\",extra,household_number\r\n widow ,\"محلة 614\",01-6,x,BG-1\r\n"
        let mapping = try decode(
            #"{"household": {"household_number": "household_number", "district": "district","address": "address", "category": "category"}}"#
        )
        var digests: [[UInt8]] = []
        for text in [plain, quoted] {
            let file = try TemporaryFile(text)
            var reader = try file.open()
            let layout = try mapping.layout(
                header: reader.next(), file: "f.csv", today: #require(today))
            let row = try #require(try reader.next())
            digests.append(try HouseholdDraft.parse(row, layout).get().digestInput)
        }
        #expect(digests[0] == digests[1])
    }

    @Test func `a row with another value, or a value in another field, has another digest`() throws
    {
        let file = try TemporaryFile(
            "household_number,district,address,category\nB,01,a,\nB,01,,\nB,01,b,\nB,0,1,\n")
        let mapping = try decode(
            #"{"household": {"household_number": "household_number", "district": "district","address": "address", "category": "category"}}"#
        )
        var reader = try file.open()
        let layout = try mapping.layout(
            header: reader.next(), file: "f.csv", today: #require(today))
        var digests: Set<[UInt8]> = []
        while let row = try reader.next() { digests.insert(layout.digestInput(row)) }
        #expect(digests.count == 4)
    }
}
