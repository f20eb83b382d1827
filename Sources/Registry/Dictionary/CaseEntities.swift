/// What people settle: duplicates, conflicts, proposals, holds.
let caseEntities = [
    Entity(
        16, "duplicate_case", "Registrations that look like one person or household.",
        scope: .through(fields: ["earlier_household", "later_household"]),
        [
            FieldGroup(
                1, "evidence", .latest,
                [
                    Field(1, "earlier_household", .reference("household"), required: true),
                    Field(2, "later_household", .reference("household"), required: true),
                    Field(3, "pairs", .json, required: true, .personal, writers: .system),
                    Field(4, "probability_ppm", .integer, writers: .system),
                    Field(5, "model", .text, writers: .system),
                    Field(6, "opened_on", .instant, writers: .system),
                ]),
            FieldGroup(
                2, "decision", .review(people: 1),
                [
                    Field(7, "status", .code(list: "case_status"), required: true),
                    Field(8, "keep", .reference("household")),
                    Field(9, "decided_by", .text),
                    Field(10, "reason", .text),
                    Field(11, "decided_on", .instant),
                ]),
        ]),
    Entity(
        17, "conflict", "Two edits of one field group made without knowledge of each other.",
        scope: .local,
        [
            FieldGroup(
                1, "conflict", .all,
                [
                    Field(1, "entity", .integer, required: true, writers: .system),
                    Field(2, "record", .bytes, required: true, writers: .system),
                    Field(3, "group", .integer, required: true, writers: .system),
                ])
        ]),
    Entity(
        18, "proposal", "A change that waits for a second person.",
        scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "proposal", .all,
                [
                    Field(1, "household", .reference("household"), required: true),
                    Field(2, "entity", .integer, required: true),
                    Field(3, "record", .bytes, required: true),
                    Field(4, "change", .bytes, required: true, .personal),
                    Field(5, "proposed_by", .text, required: true),
                ]),
            FieldGroup(
                2, "answer", .review(people: 1),
                [
                    Field(6, "status", .code(list: "case_status")),
                    Field(7, "answered_by", .text),
                    Field(8, "reason", .text),
                ]),
        ]),
    Entity(
        19, "hold", "The reason why an enrolment is not paid, and what it rests on.",
        scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "hold", .all,
                [
                    Field(1, "household", .reference("household"), required: true),
                    Field(2, "enrolment", .reference("enrolment"), required: true),
                    Field(3, "payroll", .reference("payroll")),
                    Field(4, "reason", .code(list: "hold_reason"), required: true),
                    Field(5, "basis", .json, required: true),
                    Field(6, "placed_by", .text),
                    Field(10, "revision", .integer),
                ]),
            FieldGroup(
                2, "end", .review(people: 1),
                [
                    Field(7, "ended_on", .instant),
                    Field(8, "ended_by", .text),
                    Field(9, "end_reason", .text),
                ]),
        ]),
    Entity(
        31, "quarantine", "What an operator decided about a changeset that was set aside.",
        scope: .hub,
        [
            FieldGroup(
                1, "changeset", .all,
                [
                    Field(1, "origin", .text, required: true, writers: .hub),
                    Field(2, "incarnation", .integer, required: true, writers: .hub),
                    Field(3, "sequence", .integer, required: true, writers: .hub),
                    Field(4, "tag", .integer, required: true, writers: .hub),
                ]),
            FieldGroup(
                2, "decision", .review(people: 1),
                [
                    Field(
                        5, "status", .code(list: "quarantine_status"), required: true,
                        writers: .hub),
                    Field(6, "decided_by", .text, writers: .hub),
                    Field(7, "reason", .text, writers: .hub),
                ]),
        ]),
    Entity(
        32, "transfer", "A node's request that a household move into its areas.",
        scope: .areas(fields: ["from_area", "to_area"]),
        [
            FieldGroup(
                1, "request", .all,
                [
                    Field(1, "household", .reference("household"), required: true),
                    Field(2, "from_area", .text, required: true),
                    Field(3, "to_area", .text, required: true),
                    Field(4, "requested_by", .text, required: true),
                    Field(5, "reason", .text, .personal),
                ]),
            FieldGroup(
                2, "answer", .review(people: 1),
                [
                    Field(6, "status", .code(list: "transfer_status"), required: true),
                    Field(7, "answered_by", .text),
                    Field(8, "answer_reason", .text, .personal),
                ]),
        ]),
]
