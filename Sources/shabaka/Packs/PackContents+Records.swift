import ChangeLog
import Payroll
import Registry

extension PackContents {
    /// How many records the pack made.
    struct Written: Codable, Sendable {
        var areas = 0
        var codes = 0
        var programmes = 0
        var programmeVersions = 0
    }

    /// Writes the pack's records, in a changeset for each file.
    ///
    /// - Throws: `ProgrammeVersion.Fault`, `Currency.Unknown`, `JournalRefusal`, `StoreError`.
    func write(_ session: JournalSession, by author: Authorship) throws -> Written {
        var written = Written()
        let areaChanges = try areas.map { try session.creation(of: "area", Self.values($0)) }
        try session.append(areaChanges, by: author)
        written.areas = areaChanges.count
        let codeChanges = try lists.sorted { $0.key < $1.key }.flatMap { list, codes in
            try codes.map { try session.creation(of: "code", Self.values($0, list: list)) }
        }
        try session.append(codeChanges, by: author)
        written.codes = codeChanges.count
        for programme in programmes {
            let versions = try programme.versions.map {
                try session.creation(
                    of: "programme_version", Self.values($0, of: programme))
            }
            let record = try session.creation(of: "programme", Self.values(programme))
            try session.append([record] + versions, by: author)
            written.programmes += 1
            written.programmeVersions += versions.count
        }
        return written
    }

    private static func values(_ area: Area) -> [String: FieldValue] {
        texts([
            "code": area.code, "parent": area.parent, "kind": area.kind,
            "name_ar": area.nameAr, "name_ckb": area.nameCkb, "name_en": area.nameEn,
            "iso_3166_2": area.iso3166, "p_code": area.pCode,
        ])
    }

    private static func values(_ code: Code, list: String) -> [String: FieldValue] {
        texts([
            "list": list, "code": code.code, "label_ar": code.labelAr,
            "label_ckb": code.labelCkb, "label_en": code.labelEn,
        ])
    }

    private static func values(_ programme: Programme) -> [String: FieldValue] {
        texts([
            "code": programme.code, "name_ar": programme.nameAr,
            "name_ckb": programme.nameCkb, "name_en": programme.nameEn,
            "unit": programme.unit, "currency": programme.currency,
        ])
    }

    private static func values(
        _ version: Version, of programme: Programme
    ) throws -> [String: FieldValue] {
        let rules = try rules(version, of: programme)
        var values = texts([
            "programme": programme.code, "valid_from": version.validFrom,
            "valid_until": version.validUntil, "rules": rules.render(),
        ])
        values["version"] = .integer(Int64(version.version))
        return values
    }

    /// The rules, checked by the room that computes with them.
    private static func rules(
        _ version: Version, of programme: Programme
    ) throws -> ProgrammeVersion {
        guard let unit = ProgrammeVersion.Unit(rawValue: programme.unit) else {
            throw PackSource.Fault.malformed(
                file: "programmes.yaml",
                "the unit of \(programme.code) is neither household nor person.")
        }
        return try ProgrammeVersion(
            code: programme.code, version: version.version, unit: unit,
            currency: try Currency(programme.currency),
            validFrom: try PartialDate(version.validFrom),
            validUntil: try version.validUntil.map { try PartialDate($0) },
            rules: AmountRules(
                bands: version.bands.map {
                    AmountRules.SizeBand(from: $0.from, to: $0.to, amountMinor: $0.amountMinor)
                },
                supplements: (version.supplements ?? []).map {
                    AmountRules.Supplement(
                        category: Category($0.category), amountMinor: $0.amountMinor,
                        atMost: $0.atMost)
                },
                capMinor: version.capMinor),
            holdsSharedAccounts: version.holdSharedAccounts ?? false)
    }

    private static func texts(_ values: [String: String?]) -> [String: FieldValue] {
        values.compactMapValues { $0.map { .text($0) } }
    }
}
