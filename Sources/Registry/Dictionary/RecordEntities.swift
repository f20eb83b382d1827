/// Where things come from and who works with them.
let recordEntities = [
    Entity(
        25, "source_record", "The row of a file that a record was imported from.",
        scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "source", .latest,
                [
                    Field(
                        1, "household", .reference("household"), required: true, writers: .system),
                    Field(2, "source", .text, required: true, writers: .system),
                    Field(3, "key", .text, required: true, .personal, writers: .system),
                    Field(4, "digest", .bytes, required: true, writers: .system),
                    Field(5, "record", .bytes, required: true, writers: .system),
                ])
        ]),
    Entity(
        26, "attachment", "A document by its hash.", scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "attachment", .all,
                [
                    Field(1, "household", .reference("household"), required: true),
                    Field(2, "subject", .bytes, required: true),
                    Field(3, "sha256", .bytes, required: true),
                    Field(4, "media_type", .text, required: true),
                    Field(5, "title", .text, .personal),
                ])
        ]),
    Entity(
        27, "consent", "What a person agreed to, and when.",
        scope: .through(fields: ["person"]),
        [
            FieldGroup(
                1, "consent", .review(people: 1),
                [
                    Field(1, "person", .reference("person"), required: true),
                    Field(2, "purpose", .code(list: "consent_purpose"), required: true),
                    Field(3, "given_on", .date),
                    Field(4, "withdrawn_on", .date),
                ])
        ]),
    Entity(
        28, "user", "An account of a member of staff; the password never leaves its node.",
        scope: .everywhere,
        [
            FieldGroup(
                1, "user", .review(people: 1),
                [
                    Field(1, "name", .text, required: true, .personal),
                    Field(2, "node", .text, required: true),
                    Field(3, "roles", .text, required: true),
                    Field(4, "areas", .text),
                    Field(5, "disabled_on", .instant),
                ])
        ]),
    Entity(
        29, "role", "What a member of staff with this role may do.", scope: .everywhere,
        [
            FieldGroup(
                1, "role", .review(people: 2),
                [
                    Field(1, "code", .text, required: true, writers: .hub),
                    Field(2, "rights", .json, required: true, writers: .hub),
                ])
        ]),
    Entity(
        30, "note", "What somebody wrote down about a family.",
        scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "note", .all,
                [
                    Field(1, "household", .reference("household"), required: true),
                    Field(2, "text", .text, required: true, .sensitive),
                ])
        ]),
    Entity(
        33, "merge_policy",
        "How edits of a field group that did not know of each other are merged, where headquarters "
            + "wants it otherwise than the dictionary.",
        scope: .everywhere,
        [
            FieldGroup(
                1, "group", .all,
                [
                    Field(1, "entity", .text, required: true, writers: .hub),
                    Field(2, "group_name", .text, required: true, writers: .hub),
                ]),
            FieldGroup(
                2, "policy", .latest,
                [Field(3, "policy", .text, required: true, writers: .hub)]),
        ]),
]
