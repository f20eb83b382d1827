/// Who is registered: households, persons and what ties them together.
let familyEntities = [
    Entity(
        4, "household", "Those who live together.", scope: .area(field: "area"),
        [
            FieldGroup(
                1, "registration", .review(people: 1),
                [
                    Field(1, "number", .text, required: true, .personal),
                    Field(2, "registered_on", .date),
                    Field(3, "case_number", .text, .personal),
                ]),
            FieldGroup(
                2, "place", .review(people: 1), [Field(4, "area", .text, required: true)]),
            FieldGroup(
                3, "category", .review(people: 1),
                [
                    Field(5, "category", .code(list: "household_category"), .personal),
                    Field(6, "category_from", .date),
                    Field(7, "category_until", .date),
                ]),
            FieldGroup(
                4, "dwelling", .latest,
                [
                    Field(8, "dwelling", .code(list: "dwelling"), .personal),
                    Field(9, "rooms", .integer, .personal),
                ]),
            FieldGroup(
                5, "income", .latest,
                [
                    Field(10, "monthly_income", .money, .sensitive),
                    Field(11, "currency", .text),
                ]),
            FieldGroup(
                6, "merge", .review(people: 2),
                [Field(12, "merged_into", .reference("household"))]),
        ]),
    Entity(
        5, "person", "One human being, with the name as written at registration.",
        scope: .memberships,
        [
            FieldGroup(
                1, "identity", .review(people: 1),
                [
                    Field(1, "number", .text, .personal),
                    Field(2, "given_name", .text, required: true, .personal),
                    Field(3, "father_name", .text, .personal),
                    Field(4, "grandfather_name", .text, .personal),
                    Field(5, "family_name", .text, .personal),
                    Field(6, "mother_name", .text, .personal),
                    Field(7, "sex", .code(list: "sex"), .personal),
                    Field(8, "birth_date", .date, .personal),
                ]),
            FieldGroup(2, "contact", .latest, [Field(9, "phone", .text, .personal)]),
            FieldGroup(
                3, "vital status", .review(people: 2),
                [
                    Field(10, "vital_status", .code(list: "vital_status"), .personal),
                    Field(11, "died_on", .date, .personal),
                ]),
            FieldGroup(
                4, "social", .latest,
                [
                    Field(12, "marital_status", .code(list: "marital_status"), .personal),
                    Field(13, "disability", .code(list: "yes_no"), .sensitive),
                    Field(14, "employment", .code(list: "employment"), .personal),
                ]),
            FieldGroup(
                5, "merge", .review(people: 2), [Field(15, "merged_into", .reference("person"))]),
        ]),
    Entity(
        6, "name", "A person's name in a further script or language, as written.",
        scope: .through(fields: ["person"]),
        [
            FieldGroup(
                1, "name", .review(people: 1),
                [
                    Field(1, "person", .reference("person"), required: true),
                    Field(2, "script", .text, required: true),
                    Field(3, "given_name", .text, .personal),
                    Field(4, "father_name", .text, .personal),
                    Field(5, "grandfather_name", .text, .personal),
                    Field(6, "family_name", .text, .personal),
                    Field(7, "mother_name", .text, .personal),
                ])
        ]),
    Entity(
        7, "identifier", "A number by which an institution knows a person.",
        scope: .through(fields: ["person"]),
        [
            FieldGroup(
                1, "identifier", .review(people: 2),
                [
                    Field(1, "person", .reference("person"), required: true),
                    Field(2, "scheme", .code(list: "identifier_scheme"), required: true),
                    Field(3, "value", .text, required: true, .personal),
                    Field(4, "issuer", .text),
                    Field(5, "valid_from", .date),
                    Field(6, "valid_until", .date),
                ]),
            FieldGroup(
                2, "verification", .latest,
                [
                    Field(7, "verified_on", .date),
                    Field(8, "verified_by", .text),
                ]),
        ]),
    Entity(
        8, "membership", "A person's place in a household, with from and until.",
        scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "membership", .review(people: 1),
                [
                    Field(1, "household", .reference("household"), required: true),
                    Field(2, "person", .reference("person"), required: true),
                    Field(
                        3, "relationship", .code(list: "relationship"), required: true, .personal),
                    Field(4, "reference_person", .reference("person")),
                    Field(5, "from", .date),
                    Field(6, "until", .date),
                ])
        ]),
    Entity(
        9, "address", "Where a household lives.", scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "address", .latest,
                [
                    Field(1, "household", .reference("household"), required: true),
                    Field(2, "text", .text, .personal),
                    Field(3, "from", .date),
                    Field(4, "until", .date),
                ])
        ]),
    Entity(
        10, "account", "Where a household's money goes.", scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "account", .review(people: 2),
                [
                    Field(1, "household", .reference("household"), required: true),
                    Field(2, "holder", .reference("person")),
                    Field(3, "scheme", .code(list: "account_scheme"), required: true),
                    Field(4, "number", .text, required: true, .sensitive),
                    Field(5, "bank", .text),
                    Field(6, "from", .date),
                    Field(7, "until", .date),
                ])
        ]),
    Entity(
        11, "payee", "Who receives for a household: head, guardian or proxy.",
        scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "payee", .review(people: 2),
                [
                    Field(1, "household", .reference("household"), required: true),
                    Field(2, "person", .reference("person"), required: true),
                    Field(3, "capacity", .code(list: "payee_capacity"), required: true),
                    Field(4, "account", .reference("account")),
                    Field(5, "from", .date),
                    Field(6, "until", .date),
                ])
        ]),
]
