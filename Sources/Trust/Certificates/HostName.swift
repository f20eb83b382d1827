/// Where a node is reached, as certificates are compared: small and capital letters count alike,
/// and an address counts by its bytes, however it is written.
public enum HostName: Hashable, Sendable {
    case name(String)
    case address([UInt8])

    /// The host that a text means.
    public init(_ text: String) {
        if let bytes = CertificateNames.address(text) {
            self = .address(bytes)
        } else {
            self = .name(text.lowercased())
        }
    }
}
