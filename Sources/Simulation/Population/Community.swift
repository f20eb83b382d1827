/// The communities whose naming differs.
enum Community: UInt8, CaseIterable, Sendable {
    /// Arabs of the south and Shia Arabs elsewhere.
    case southern
    /// Arabs of the west and north, Sunni.
    case western
    case kurdish
    case turkmen
    case christian
}
