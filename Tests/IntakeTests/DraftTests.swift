import Foundation
import Intake
import Registry
import Testing

@Suite struct DraftTests {
    private static let today = CivilDate(year: 2026, month: 11, day: 22)
    private static let person = [
        "person_number": "BG-0000001-02", "household_number": "BG-0000001",
        "relationship": "spouse", "given_name": "تغريد", "father_name": "عقيل",
        "grandfather_name": "علي", "family_name": "البزوني", "mother_name": "زهراء", "sex": "F",
        "birth_date": "1975-09-07", "national_id": "197513524553", "phone": "07785559795",
        "marital_status": "married", "disability": "no", "employment": "casual",
    ]
    private static let household = [
        "household_number": "BG-0000001", "province": "IQ-BG", "district": "01-6",
        "address": "محلة 614", "category": "widow", "dwelling": "rented", "rooms": "2",
        "monthly_income": "260000", "account_iban": "IQ86NBIQ385202601000001",
        "registered_on": "2023-06-19",
    ]

    /// The first row of a file of this kind with these values.
    private static func read(
        _ kind: FileKind, _ values: [String: String]
    ) throws -> (CSVRow, FileLayout) {
        var writer = CSVWriter()
        writer.append(kind.fields.map(\.name))
        writer.append(kind.fields.map { values[$0.name] ?? "" })
        let file = try TemporaryFile(writer.bytes)
        var reader = try file.open()
        let layout = try ImportMapping.builtIn.layout(
            header: reader.next(), file: "f.csv", today: #require(today))
        return (try #require(try reader.next()), layout)
    }

    private static func person(
        _ changes: [String: String] = [:]
    ) throws -> Result<PersonDraft, RowRejection> {
        let (row, layout) = try read(.person, person.merging(changes) { $1 })
        return PersonDraft.parse(row, layout)
    }

    @Test func `a person has the checked values of its row`() throws {
        let draft = try Self.person().get()
        #expect(draft.line == 2)
        #expect(draft.number == "BG-0000001-02")
        #expect(draft.householdNumber == "BG-0000001")
        #expect(draft.relationship == "spouse")
        #expect(draft.givenName == "تغريد")
        #expect(draft.motherName == "زهراء")
        #expect(draft.sex == "F")
        #expect(draft.birthDate == (try PartialDate("1975-09-07")))
        #expect(draft.nationalID == (try IraqNationalID("197513524553")))
        #expect(draft.phone == "+9647785559795")
        #expect(draft.disability == "no")
        #expect(draft.employment == "casual")
        #expect(draft.doubts.isEmpty)
    }

    @Test func `a household has the checked values of its row`() throws {
        let (row, layout) = try Self.read(.household, Self.household)
        let draft = try HouseholdDraft.parse(row, layout).get()
        #expect(draft.number == "BG-0000001")
        #expect(draft.district == "01-6")
        #expect(draft.province == "IQ-BG")
        #expect(draft.category == "widow")
        #expect(draft.rooms == 2)
        #expect(draft.monthlyIncome == (try Money(units: 260_000, currency: .iraqiDinar)))
        #expect(draft.account?.bankCode == "NBIQ")
        #expect(draft.registeredOn?.civilDate == CivilDate("2023-06-19"))
    }

    @Test(arguments: [
        "father_name", "grandfather_name", "family_name", "mother_name", "sex", "birth_date",
        "national_id", "phone", "marital_status", "disability", "employment",
    ])
    func `what is optional may be empty`(field: String) throws {
        #expect(try Self.person([field: ""]).get().doubts.isEmpty)
    }

    @Test(arguments: ["person_number", "household_number", "relationship", "given_name"])
    func `a row without what makes a person is rejected by the name of its field`(
        field: String
    ) throws {
        let result = try Self.person([field: " "])
        guard case .failure(let rejection) = result else {
            Issue.record("the row was taken")
            return
        }
        #expect(rejection.fields == field)
        #expect(rejection.line == 2)
    }

    @Test func `a birth some years ahead is a slip that an operator sees, and the person stays`()
        throws
    {
        let draft = try Self.person(["birth_date": "2029-09-22"]).get()
        #expect(draft.birthDate?.description == "2029-09-22")
        #expect(draft.doubts.map(\.field) == ["birth_date"])
    }

    @Test(arguments: ["+962791234567", "0641234567", "none"])
    func `a telephone that is none of Iraq is kept as written, with a doubt`(phone: String) throws {
        let draft = try Self.person(["phone": phone]).get()
        #expect(draft.phone == phone)
        #expect(draft.doubts.map(\.kind) == [.phone])
    }

    @Test func `no problem repeats a value of the row`() throws {
        let secret = "X9سر"
        for field in FileKind.person.fields {
            guard case .failure(let rejection) = try Self.person([field.name: secret]) else {
                continue
            }
            #expect(!rejection.description.contains(secret))
        }
    }

    @Test func `rejected rows go on where the import goes on`() throws {
        let (row, layout) = try Self.read(.person, Self.person.merging(["sex": "?"]) { $1 })
        guard case .failure(let rejection) = PersonDraft.parse(row, layout) else {
            Issue.record("the row was taken")
            return
        }
        let path = FileManager.default.temporaryDirectory
            .appending(path: "\(UUID().uuidString).rejected.csv").path
        defer { unsafe unlink(path) }
        var place = 0
        do {
            var file = try RejectedRows(path: path, header: layout.header)
            try file.append(row, rejection)
            try file.flush()
            place = file.byteCount
            try file.append(row, rejection)
            try file.flush()
            #expect(file.count == 2)
        }
        let whole = try Data(contentsOf: URL(filePath: path))
        do {
            var file = try RejectedRows(path: path, header: layout.header, resumingAt: place)
            #expect(try Data(contentsOf: URL(filePath: path)).count == place)
            try file.append(row, rejection)
            try file.flush()
            #expect(file.byteCount == whole.count)
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == whole)
        _ = try RejectedRows(path: path, header: layout.header)
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
