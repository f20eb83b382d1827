/// What is given and to whom: programmes, enrolments, verifications.
let programmeEntities = [
    Entity(
        12, "programme", "An assistance scheme.", scope: .everywhere,
        [
            FieldGroup(
                1, "programme", .review(people: 2),
                [
                    Field(1, "code", .text, required: true, writers: .hub),
                    Field(2, "name_ar", .text, writers: .hub),
                    Field(3, "name_ckb", .text, writers: .hub),
                    Field(4, "name_en", .text, writers: .hub),
                    Field(5, "unit", .code(list: "programme_unit"), required: true, writers: .hub),
                    Field(6, "currency", .text, required: true, writers: .hub),
                ])
        ]),
    Entity(
        13, "programme_version", "The rules and amounts of a programme for a span of time.",
        scope: .everywhere,
        [
            FieldGroup(
                1, "version", .review(people: 2),
                [
                    Field(1, "programme", .text, required: true, writers: .hub),
                    Field(2, "version", .integer, required: true, writers: .hub),
                    Field(3, "valid_from", .date, required: true, writers: .hub),
                    Field(4, "valid_until", .date, writers: .hub),
                    Field(5, "rules", .json, required: true, writers: .hub),
                ])
        ]),
    Entity(
        14, "enrolment", "A unit's accepted place in a programme.",
        scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "place", .review(people: 2),
                [
                    Field(1, "household", .reference("household"), required: true),
                    Field(2, "unit", .bytes, required: true),
                    Field(3, "programme", .text, required: true),
                    Field(4, "from", .date),
                ]),
            FieldGroup(
                2, "status", .review(people: 2),
                [
                    Field(5, "status", .code(list: "enrolment_status"), required: true),
                    Field(6, "until", .date),
                    Field(7, "reason", .text),
                ]),
        ]),
    Entity(
        15, "verification", "The answer of another institution's register about a person.",
        scope: .through(fields: ["person"]),
        [
            FieldGroup(
                1, "result", .all,
                [
                    Field(1, "person", .reference("person"), required: true),
                    Field(2, "register", .code(list: "register"), required: true),
                    Field(
                        3, "result", .code(list: "verification_result"), required: true, .sensitive),
                    Field(4, "since", .date, .sensitive),
                    Field(5, "evidence", .text, .sensitive),
                    Field(6, "received_on", .instant),
                ])
        ]),
]
