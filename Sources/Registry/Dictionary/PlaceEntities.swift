/// Where the work is done: areas, nodes, code lists.
let placeEntities = [
    Entity(
        1, "area", "An administrative unit; scope of nodes and roles is a list of areas.",
        scope: .everywhere,
        [
            FieldGroup(
                1, "unit", .review(people: 1),
                [
                    Field(1, "code", .text, required: true, writers: .hub),
                    Field(2, "parent", .text, writers: .hub),
                    Field(3, "kind", .code(list: "area_kind"), writers: .hub),
                    Field(4, "name_ar", .text, writers: .hub),
                    Field(5, "name_ckb", .text, writers: .hub),
                    Field(6, "name_en", .text, writers: .hub),
                    Field(7, "iso_3166_2", .text, writers: .hub),
                    Field(8, "p_code", .text, writers: .hub),
                    Field(9, "valid_from", .date, writers: .hub),
                    Field(10, "valid_until", .date, writers: .hub),
                    Field(11, "split_from", .text, writers: .hub),
                ])
        ]),
    Entity(
        2, "node", "One running Shabaka with one registry.", scope: .everywhere,
        [
            FieldGroup(
                1, "identity", .review(people: 2),
                [
                    Field(1, "name", .text, required: true, writers: .system),
                    Field(2, "role", .code(list: "node_role"), required: true, writers: .system),
                    Field(3, "upstream", .text, writers: .system),
                    Field(4, "signing_key", .bytes, required: true, writers: .system),
                ]),
            FieldGroup(
                2, "areas", .review(people: 1), [Field(5, "areas", .text, writers: .system)]),
            FieldGroup(
                3, "revocation", .review(people: 1),
                [
                    Field(6, "revoked_on", .instant, writers: .hub),
                    Field(7, "revocation_reason", .text, writers: .hub),
                ]),
        ]),
    Entity(
        3, "code", "One code of a code list, with labels and validity.", scope: .everywhere,
        [
            FieldGroup(
                1, "code", .review(people: 1),
                [
                    Field(1, "list", .text, required: true, writers: .hub),
                    Field(2, "code", .text, required: true, writers: .hub),
                    Field(3, "label_ar", .text, writers: .hub),
                    Field(4, "label_ckb", .text, writers: .hub),
                    Field(5, "label_en", .text, writers: .hub),
                    Field(6, "valid_from", .date, writers: .hub),
                    Field(7, "valid_until", .date, writers: .hub),
                ])
        ]),
]
