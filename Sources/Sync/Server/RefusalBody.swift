/// What a node answers when it refuses: a small JSON document.
public struct RefusalBody: Codable, Sendable, Equatable {
    /// The word by which programs know the reason.
    public var code: String
    /// What happened and what to do, for people.
    public var message: String

    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
