/// The country pack that is built into the program, so that a hub can be made from nothing else.
public enum CountryPack {
    /// The names of its files.
    public static let files = [
        "pack.yaml", "areas.yaml", "codes.yaml", "programmes.yaml", "payments.yaml",
    ]

    /// The text of one of its files, or nil when it has none of this name.
    public static func text(of file: String) -> String? {
        let bytes: [UInt8]
        switch file {
        case "pack.yaml": bytes = PackageResources.pack_yaml
        case "areas.yaml": bytes = PackageResources.areas_yaml
        case "codes.yaml": bytes = PackageResources.codes_yaml
        case "programmes.yaml": bytes = PackageResources.programmes_yaml
        case "payments.yaml": bytes = PackageResources.payments_yaml
        default: return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
