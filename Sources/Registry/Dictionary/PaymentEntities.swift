/// How money leaves: payrolls, entitlements, payments, files.
let paymentEntities = [
    Entity(
        20, "payroll", "The computed list of one programme and month.", scope: .everywhere,
        [
            FieldGroup(
                1, "cycle", .all,
                [
                    Field(1, "programme", .text, required: true, writers: .hub),
                    Field(2, "cycle", .date, required: true, writers: .hub),
                    Field(3, "opened_by", .text, required: true, writers: .hub),
                ]),
            FieldGroup(
                2, "state", .review(people: 2),
                [
                    Field(4, "state", .code(list: "payroll_state"), required: true, writers: .hub),
                    Field(5, "revision", .integer, writers: .hub),
                    Field(6, "position", .integer, writers: .hub),
                    Field(7, "position_chain", .bytes, writers: .hub),
                    Field(8, "frozen_on", .instant, writers: .hub),
                    Field(9, "cut_off", .instant, writers: .hub),
                    Field(10, "stale_choice", .text, writers: .hub),
                    Field(11, "watermarks", .json, writers: .hub),
                    Field(12, "enrolments", .integer, writers: .hub),
                    Field(13, "paid", .integer, writers: .hub),
                    Field(14, "held", .integer, writers: .hub),
                    Field(15, "total", .money, writers: .hub),
                    Field(16, "currency", .text, writers: .hub),
                    Field(17, "digest", .bytes, writers: .hub),
                    Field(18, "makers", .json, writers: .hub),
                    Field(19, "programme_version", .integer, writers: .hub),
                    Field(20, "reason", .text, writers: .hub),
                    Field(21, "sealed_on", .instant, writers: .hub),
                    Field(22, "execution_date", .date, writers: .hub),
                ]),
        ]),
    Entity(
        21, "entitlement", "Who gets how much in one payroll, by which rule.",
        scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "entitlement", .all,
                [
                    Field(1, "household", .reference("household"), required: true, writers: .hub),
                    Field(2, "payroll", .reference("payroll"), required: true, writers: .hub),
                    Field(3, "enrolment", .reference("enrolment"), required: true, writers: .hub),
                    Field(4, "unit", .bytes, required: true, writers: .hub),
                    Field(5, "amount", .money, required: true, writers: .hub),
                    Field(6, "currency", .text, required: true, writers: .hub),
                    Field(7, "rule_lines", .json, required: true, writers: .hub),
                    Field(8, "programme_version", .integer, writers: .hub),
                    Field(9, "payee", .reference("person"), writers: .hub),
                    Field(10, "payee_name", .text, .personal, writers: .hub),
                    Field(11, "account_number", .text, .sensitive, writers: .hub),
                    Field(12, "bank", .text, writers: .hub),
                    Field(13, "revision", .integer, writers: .hub),
                    Field(14, "node", .text, writers: .hub),
                    Field(15, "area", .text, writers: .hub),
                    Field(16, "entitlement_key", .bytes, writers: .hub),
                ])
        ]),
    Entity(
        22, "payment", "One attempt to pay an entitlement.",
        scope: .through(fields: ["household"]),
        [
            FieldGroup(
                1, "attempt", .all,
                [
                    Field(1, "household", .reference("household"), required: true, writers: .hub),
                    Field(
                        2, "entitlement", .reference("entitlement"), required: true, writers: .hub),
                    Field(3, "attempt", .integer, required: true, writers: .hub),
                    Field(4, "payment_id", .text, required: true, writers: .hub),
                    Field(5, "file", .reference("payment_file"), writers: .hub),
                ]),
            FieldGroup(
                2, "state", .review(people: 2),
                [Field(6, "state", .code(list: "payment_state"), required: true, writers: .hub)]),
        ]),
    Entity(
        23, "payment_file", "The order to one bank or operator.", scope: .hub,
        [
            FieldGroup(
                1, "file", .all,
                [
                    Field(1, "payroll", .reference("payroll"), required: true, writers: .hub),
                    Field(2, "bank", .text, required: true, writers: .hub),
                    Field(3, "name", .text, required: true, writers: .hub),
                    Field(4, "payments", .integer, required: true, writers: .hub),
                    Field(5, "total", .money, required: true, writers: .hub),
                    Field(6, "currency", .text, required: true, writers: .hub),
                    Field(7, "sha256", .bytes, required: true, writers: .hub),
                    Field(8, "created_on", .instant, writers: .hub),
                ])
        ]),
    Entity(
        24, "approval", "One person's signature under the count, total and digest of a payroll.",
        scope: .everywhere,
        [
            FieldGroup(
                1, "approval", .all,
                [
                    Field(1, "payroll", .reference("payroll"), required: true, writers: .hub),
                    Field(2, "approver", .text, required: true, writers: .hub),
                    Field(3, "revision", .integer, required: true, writers: .hub),
                    Field(4, "paid", .integer, required: true, writers: .hub),
                    Field(5, "total", .money, required: true, writers: .hub),
                    Field(6, "currency", .text, required: true, writers: .hub),
                    Field(7, "digest", .bytes, required: true, writers: .hub),
                    Field(8, "approved_on", .instant, required: true, writers: .hub),
                ])
        ]),
]
