import Linkage
import Testing

struct LinkageMappingTests {
    @Test func `the registry's export is recognised`() throws {
        let header = [
            "person_number", "household_number", "relationship", "given_name", "father_name",
            "grandfather_name", "family_name", "mother_name", "sex", "birth_date", "national_id",
            "phone", "marital_status", "disability", "employment",
        ]
        let mapping = try #require(LinkageMapping.recognise(header: header))
        #expect(mapping.id == "person_number")
        #expect(mapping.household == "household_number")
        #expect(
            mapping.fields.map(\.type) == [
                .givenName, .lineageName, .lineageName, .familyName, .motherName, .sex, .birthDate,
                .identifier, .phone,
            ])
    }

    @Test func `FEBRL's columns are recognised and its truth is not`() throws {
        let header = [
            "rec_id", "true_id", "given_name", "surname", "street_number", "address_1", "address_2",
            "suburb", "postcode", "state", "date_of_birth", "soc_sec_id",
        ]
        let mapping = try #require(LinkageMapping.recognise(header: header))
        #expect(mapping.id == "rec_id")
        #expect(mapping.household == nil)
        #expect(mapping.fields.compactMap(\.column) == Array(header.dropFirst(2)))
    }

    @Test func `a date in three columns is put together`() throws {
        let header = ["id", "fname_c1", "lname", "by", "bm", "bd"]
        let mapping = try #require(LinkageMapping.recognise(header: header))
        let columns = try MappedColumns(mapping, header: header)
        let row = ["7", "CARSTEN", "MEIER", "1949", "7", "22"]
        #expect(columns.values { row[$0] }.contains("1949-7-22"))
        #expect(mapping.specifications.contains { $0.type == .birthDate })
    }

    @Test func `a header without people's data is not guessed`() {
        #expect(LinkageMapping.recognise(header: ["colour", "weight"]) == nil)
    }

    @Test func `a column that is not there is named`() {
        let mapping = LinkageMapping(
            id: "number", fields: [.init(column: "given", type: .givenName)])
        #expect(
            throws: LinkageMapping.MappingError.missingColumn("given", header: ["number", "name"])
        ) {
            try MappedColumns(mapping, header: ["\u{FEFF}number", " name "])
        }
    }
}
