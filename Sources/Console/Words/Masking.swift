import Casework

/// What of somebody's data is shown where the own work does not need it.
enum Masking {
    /// `••••` in the place of what is hidden.
    static let dots = "••••"

    /// A name of which only the given one stays.
    static func name(_ name: PersonName) -> String {
        name.given.isEmpty ? dots : "\(name.given) \(dots)"
    }

    /// A number of which the last three characters stay.
    static func number(_ text: String) -> String {
        text.isEmpty ? "" : dots + text.suffix(3)
    }
}
