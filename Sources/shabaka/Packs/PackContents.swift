/// What the files of a country pack say.
struct PackContents {
    let areas: [Area]
    let lists: [String: [Code]]
    let programmes: [Programme]
    /// Who pays and through which banks; stays a file of the hub.
    let payments: String

    struct Area: Decodable {
        var code: String
        var parent: String?
        var kind: String
        var name_ar: String?
        var name_ckb: String?
        var name_en: String?
        var iso_3166_2: String?
        var p_code: String?
    }

    struct Code: Decodable {
        var code: String
        var label_ar: String?
        var label_ckb: String?
        var label_en: String?
    }

    struct Programme: Decodable {
        var code: String
        var name_ar: String?
        var name_ckb: String?
        var name_en: String?
        var unit: String
        var currency: String
        var versions: [Version]
    }

    struct Version: Decodable {
        var version: Int
        var valid_from: String
        var valid_until: String?
        var bands: [Band]
        var supplements: [Supplement]?
        var cap_minor: Int64?
        var hold_shared_accounts: Bool?
    }

    struct Band: Decodable {
        var from: Int
        var to: Int?
        var amount_minor: Int64
    }

    struct Supplement: Decodable {
        var category: String
        var amount_minor: Int64
        var at_most: Int?
    }

    private struct Areas: Decodable { var areas: [Area] }
    private struct Codes: Decodable { var lists: [String: [Code]] }
    private struct Programmes: Decodable { var programmes: [Programme] }

    /// Reads all files. Throws `PackSource.Fault`.
    init(_ source: PackSource) throws {
        areas = try source.decode(Areas.self, from: "areas.yaml").areas
        lists = try source.decode(Codes.self, from: "codes.yaml").lists
        programmes = try source.decode(Programmes.self, from: "programmes.yaml").programmes
        payments = try source.text(of: "payments.yaml")
    }
}
