import Casework
import ChangeLog
import Registry
import Testing

@Suite struct PeopleSearchTests {
    private let registry: TestRegistry
    private let family: TestRegistry.Family

    init() throws {
        registry = try TestRegistry(families: 40)
        family = try registry.add(
            "BG-0042", area: "01-1", registeredOn: "2024-02-01",
            [
                .named(
                    "غضنفر", "مهند", "ثجيل", "الدراجي", id: "198369610123", phone: "07752336285"),
                .named("زينة", "غضنفر", "مهند", "الدراجي", id: "201069610124"),
            ])
    }

    private func found(_ text: String) throws -> [RecordID] {
        while try !PeopleIndex(registry.journal).follow() {}
        return try registry.journal.read { try PeopleSearch($0).find(text).hits.map(\.person) }
    }

    @Test(arguments: [
        "غضنفر", "غضنفر مهند", "غضنفر مهن", "غضنفر مهند ثجيل الدراجي", "غضنفر دراجي",
        "غضنفر ثجيل", "الدراجي غضنفر", "مهند غضنفر", "دراجي مهند غضنفر", "GHADHANFAR MUHANAD",
        "198369610123", "١٩٨٣٦٩٦١٠١٢٣", "1983 6961 0123", "07752336285", "+964 775 233 6285",
        "BG-0042", "bg 0042", "19836961",
    ])
    func `somebody is found by whatever is said of him`(text: String) throws {
        #expect(try found(text).contains(family.persons[0]), "\(text)")
    }

    @Test(arguments: [
        "غضنفر كريم", "سلوى غضنفر", "198369610129", "07752336280", "BG-0043", "غ", "",
    ])
    func `what fits nobody finds nobody`(text: String) throws {
        #expect(try !found(text).contains(family.persons[0]), "\(text)")
    }

    @Test func `the head of a family stands before a member of the same name`() throws {
        let other = try registry.add(
            "BG-0043", area: "01-1", registeredOn: "2024-02-01",
            [
                .named("شيماء", "مهند", "ثجيل", "الدراجي", id: "198569610123"),
                .named("غضنفر", "مهند", "ثجيل", "الدراجي", id: "201269610123"),
            ])
        #expect(
            try found("غضنفر مهند ثجيل الدراجي") == [family.persons[0], other.persons[1]])
    }

    @Test func `a corrected name is found, and the wrong one no longer`() throws {
        #expect(try found("غضنفر مهند") == [family.persons[0]])
        try registry.edit("person", family.persons[0], ["given_name": .text("حيدر")])
        #expect(try found("حيدر مهند ثجيل الدراجي") == [family.persons[0]])
        #expect(try !found("غضنفر مهند").contains(family.persons[0]))
    }

    @Test func `any of somebody's numbers finds him, and a corrected one no longer`() throws {
        try registry.setNationalID("198369610777", of: family.persons[0])
        #expect(try found("198369610777") == [family.persons[0]])
        #expect(try found("198369610123").isEmpty)
    }

    @Test func `thousands whose name only sounds so do not hide those whose name begins so`()
        throws
    {
        for household in 0..<13 {
            try registry.add(
                "K\(household)", area: "02-1", registeredOn: "2024-03-01",
                (0..<100).map { place in
                    .named("قحى", "ثجيل", "مهند", "الزهيري", id: "1970\(household * 100 + place)")
                })
        }
        let wanted = try registry.add(
            "K", area: "02-1", registeredOn: "2024-03-01",
            [.named("قحطان", "ثجيل", "مهند", "الزهيري", id: "197099")])
        #expect(try found("قحط").first == wanted.persons[0])
        // Nobody is called so any more: the name no longer leads to him.
        try registry.edit("person", wanted.persons[0], ["given_name": .text("مهند")])
        #expect(try !found("قحط").contains(wanted.persons[0]))
    }

    @Test func `thousands of namesakes do not hide those whose names stand the other way`() throws {
        for household in 0..<25 {
            try registry.add(
                "M\(household)", area: "02-1", registeredOn: "2024-03-01",
                (0..<100).map { place in
                    .named("محمد", "علي", "كاظم", "الجبوري", id: "1990\(household * 100 + place)")
                })
        }
        let other = try registry.add(
            "O", area: "02-1", registeredOn: "2024-03-01",
            [.named("علي", "محمد", "كاظم", "الجبوري", id: "199199")])
        #expect(try found("علي محمد").first == other.persons[0])
        // Both orders fit; that of the record stands first.
        let hits = try registry.journal.read { try PeopleSearch($0).find("محمد علي").hits }
        #expect(hits.count == 20)
        #expect(hits.allSatisfy { $0.name.given == "محمد" })
    }

    @Test func `a third name finds whoever stands among thousands of namesakes`() throws {
        for household in 0..<46 {
            try registry.add(
                "N\(household)", area: "02-1", registeredOn: "2024-03-01",
                (0..<100).map { place in
                    .named("محمد", "علي", "كاظم", "الجبوري", id: "1990\(household * 100 + place)")
                })
        }
        let wanted = try registry.add(
            "Z", area: "02-1", registeredOn: "2024-04-01",
            [.named("محمد", "علي", "ثجيل", "الزهيري", id: "199100000001")])
        #expect(try found("محمد علي ثجيل") == wanted.persons)
        #expect(try found("محمد علي زهيري") == wanted.persons)
        let many = try registry.journal.read { try PeopleSearch($0).find("محمد علي") }
        #expect(many.hits.count == 20)
        #expect(many.hasMore)
    }
}

extension TestRegistry.Member {
    fileprivate static func named(
        _ given: String, _ father: String, _ grandfather: String, _ family: String, id: String,
        phone: String = ""
    ) -> TestRegistry.Member {
        var fields = [
            "given_name": given, "father_name": father, "grandfather_name": grandfather,
            "family_name": family, "birth_date": "1983-09-14",
        ]
        if !phone.isEmpty { fields["phone"] = phone }
        return TestRegistry.Member(fields: fields, nationalID: id)
    }
}
