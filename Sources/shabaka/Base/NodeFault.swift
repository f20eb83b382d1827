/// Why a node cannot be opened.
enum NodeFault: Error, Equatable, CustomStringConvertible {
    case notInitialised(String)
    case alreadyInitialised(String, as: String)
    case damagedSettings(String)
    case missingKey(String)
    case inUse(String, process: String)
    case notJoined(String)

    var description: String {
        switch self {
        case .notInitialised(let path):
            "There is no node in “\(path)”. Make one with “shabaka init” or “shabaka join”, or "
                + "check --data."
        case .alreadyInitialised(let path, let name):
            "“\(path)” holds the node \(name) already. Choose another --data."
        case .damagedSettings(let path):
            "“\(path)” cannot be read. Restore it from the last backup."
        case .missingKey(let path):
            "The key “\(path)” is missing. Restore it from the last backup: without it nobody "
                + "accepts what this node writes."
        case .inUse(let path, let process):
            "Another command\(process.isEmpty ? "" : " (process \(process))") works on “\(path)”. "
                + "Wait for its end and try again."
        case .notJoined(let name):
            "\(name) has no upstream yet. Get a token there (“shabaka token”) and run "
                + "“shabaka join”."
        }
    }
}
