import Foundation

/// Moments as programs and people at a console read them: ISO 8601 in UTC.
enum UTCText {
    /// The text of milliseconds since 1970, or nil for none.
    static func of(_ milliseconds: Int64?) -> String? {
        milliseconds.map {
            Date(timeIntervalSince1970: Double($0) / 1000).formatted(.iso8601)
        }
    }
}
