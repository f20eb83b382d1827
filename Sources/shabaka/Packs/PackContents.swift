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
        var nameAr: String?
        var nameCkb: String?
        var nameEn: String?
        var iso3166: String?
        var pCode: String?

        enum CodingKeys: String, CodingKey {
            case code, parent, kind
            case nameAr = "name_ar"
            case nameCkb = "name_ckb"
            case nameEn = "name_en"
            case iso3166 = "iso_3166_2"
            case pCode = "p_code"
        }
    }

    struct Code: Decodable {
        var code: String
        var labelAr: String?
        var labelCkb: String?
        var labelEn: String?

        enum CodingKeys: String, CodingKey {
            case code
            case labelAr = "label_ar"
            case labelCkb = "label_ckb"
            case labelEn = "label_en"
        }
    }

    struct Programme: Decodable {
        var code: String
        var nameAr: String?
        var nameCkb: String?
        var nameEn: String?
        var unit: String
        var currency: String
        var versions: [Version]

        enum CodingKeys: String, CodingKey {
            case code, unit, currency, versions
            case nameAr = "name_ar"
            case nameCkb = "name_ckb"
            case nameEn = "name_en"
        }
    }

    struct Version: Decodable {
        var version: Int
        var validFrom: String
        var validUntil: String?
        var bands: [Band]
        var supplements: [Supplement]?
        var capMinor: Int64?
        var holdSharedAccounts: Bool?

        enum CodingKeys: String, CodingKey {
            case version, bands, supplements
            case validFrom = "valid_from"
            case validUntil = "valid_until"
            case capMinor = "cap_minor"
            case holdSharedAccounts = "hold_shared_accounts"
        }
    }

    struct Band: Decodable {
        var from: Int
        var to: Int?
        var amountMinor: Int64

        enum CodingKeys: String, CodingKey {
            case from, to
            case amountMinor = "amount_minor"
        }
    }

    struct Supplement: Decodable {
        var category: String
        var amountMinor: Int64
        var atMost: Int?

        enum CodingKeys: String, CodingKey {
            case category
            case amountMinor = "amount_minor"
            case atMost = "at_most"
        }
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
