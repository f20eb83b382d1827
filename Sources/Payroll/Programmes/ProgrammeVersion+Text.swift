import Registry

extension ProgrammeVersion {
    /// The rules as canonical JSON: no spaces, keys sorted, amounts as whole minor units. The same
    /// version gives the same bytes on every machine.
    public func render() -> String {
        var members: [String: JSONText] = [
            "format": .integer(1),
            "code": .text(code),
            "version": .integer(Int64(version)),
            "unit": .text(unit.rawValue),
            "currency": .text(currency.code),
            "valid_from": .text(validFrom.description),
            "bands": .array(rules.bands.map(Self.render)),
            "supplements": .array(rules.supplements.map(Self.render)),
            "hold_shared_accounts": .boolean(holdsSharedAccounts),
        ]
        if let validUntil { members["valid_until"] = .text(validUntil.description) }
        if let cap = rules.capMinor { members["cap_minor"] = .integer(cap) }
        if !approvals.bands.isEmpty {
            members["approval_bands"] = .array(
                approvals.bands.map { band in
                    .object([
                        "approvers": .integer(Int64(band.approvers)),
                        "from_total_minor": .integer(band.fromTotalMinor),
                    ])
                })
        }
        return JSONText.object(members).canonical
    }

    /// The version that a JSON text in the shape of `render` describes; order of keys, spaces and
    /// members with their default may differ, unknown members are refused. Throws `Fault`.
    public static func parse(_ text: some StringProtocol) throws(Fault) -> ProgrammeVersion {
        do {
            var members = try JSONMembers(try JSONReader.parse(text), path: "")
            return try parse(&members)
        } catch let fault as Fault {
            throw fault
        } catch {
            throw .text("\(error)")
        }
    }

    private static func parse(_ members: inout JSONMembers) throws -> ProgrammeVersion {
        guard try members.integer("format") == 1 else {
            throw members.wrong("format", "is not 1; a newer program wrote it")
        }
        guard let unit = Unit(rawValue: try members.text("unit")) else {
            throw members.wrong("unit", "is neither household nor person")
        }
        let rules = AmountRules(
            bands: try members.objects("bands").map(parseBand),
            supplements: try members.objects("supplements").map(parseSupplement),
            capMinor: try members.optionalInteger("cap_minor"))
        let result = try ProgrammeVersion(
            code: try members.text("code"), version: Int(try members.integer("version")),
            unit: unit, currency: try Currency(try members.text("currency")),
            validFrom: try date("valid_from", try members.text("valid_from")),
            validUntil: try members.optionalText("valid_until").map { try date("valid_until", $0) },
            rules: rules,
            approvals: ApprovalPolicy(
                bands: try members.objects("approval_bands").map(parseApprovals)),
            holdsSharedAccounts: try members.flag("hold_shared_accounts"))
        try members.finish()
        return result
    }

    private static func date(_ name: String, _ text: String) throws -> PartialDate {
        do {
            return try PartialDate(text)
        } catch {
            throw Fault.text("\(name) \(error)")
        }
    }

    private static func parseBand(_ object: JSONMembers) throws -> AmountRules.SizeBand {
        var members = object
        let band = AmountRules.SizeBand(
            from: Int(try members.integer("from")),
            to: try members.optionalInteger("to").map { Int($0) },
            amountMinor: try members.integer("amount_minor"))
        try members.finish()
        return band
    }

    private static func parseSupplement(_ object: JSONMembers) throws -> AmountRules.Supplement {
        var members = object
        let supplement = AmountRules.Supplement(
            category: Category(try members.text("category")),
            amountMinor: try members.integer("amount_minor"),
            atMost: try members.optionalInteger("at_most").map { Int($0) })
        try members.finish()
        return supplement
    }

    private static func parseApprovals(_ object: JSONMembers) throws -> ApprovalPolicy.Band {
        var members = object
        let total = try members.integer("from_total_minor")
        let approvers = Int(try members.integer("approvers"))
        try members.finish()
        guard let band = ApprovalPolicy.Band(fromTotalMinor: total, approvers: approvers) else {
            throw members.wrong("approvers", "are fewer than two, or the total is negative")
        }
        return band
    }

    private static func render(_ band: AmountRules.SizeBand) -> JSONText {
        var members: [String: JSONText] = [
            "amount_minor": .integer(band.amountMinor),
            "from": .integer(Int64(band.from)),
        ]
        if let to = band.to { members["to"] = .integer(Int64(to)) }
        return .object(members)
    }

    private static func render(_ supplement: AmountRules.Supplement) -> JSONText {
        var members: [String: JSONText] = [
            "amount_minor": .integer(supplement.amountMinor),
            "category": .text(supplement.category.code),
        ]
        if let atMost = supplement.atMost { members["at_most"] = .integer(Int64(atMost)) }
        return .object(members)
    }
}
