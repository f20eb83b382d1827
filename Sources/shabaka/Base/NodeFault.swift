import Foundation

/// Why a node cannot be opened.
enum NodeFault: Error, Equatable, CustomStringConvertible {
    case notInitialised(String)
    case alreadyInitialised(String, as: String)
    case damagedSettings(String)
    case missingKey(String)
    case inUse(String, process: String)
    case notJoined(String)
    case noUpstream(String)
    case unknownNode(String)
    case onlyOthers(String)
    case leftovers(String)
    case onlyAtTheHub(String)
    case joinsElsewhere(String, by: String, wanted: String)
    case noAddress(String, upstream: String)

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
            "Another process\(process.isEmpty ? "" : " (\(process))") has “\(path)” open. If it is "
                + "“serve”, stop it first (systemctl stop shabaka-node@"
                + "\((path as NSString).lastPathComponent)); otherwise wait for its end."
        case .notJoined(let name):
            "\(name) has no upstream yet. Get a token there (“shabaka token”) and run "
                + "“shabaka join”."
        case .unknownNode(let name):
            "There is no unrevoked node “\(name)”. See “shabaka node list”."
        case .onlyOthers(let name): "\(name) cannot revoke itself."
        case .noUpstream(let name): "\(name) is the hub: nothing is above it."
        case .leftovers(let path):
            "“\(path)” holds a registry but no node. Choose another --data, or restore the whole "
                + "directory from a backup."
        case .onlyAtTheHub(let what): "\(what) is done at the hub only."
        case .noAddress(let name, let upstream):
            "\(name) reaches \(upstream) by bundles only (“shabaka bundle”). When a network comes, "
                + "run “shabaka join --upstream URL --data …” once."
        case .joinsElsewhere(let name, let by, let wanted):
            "The directory holds \(name), but \(by) is for \(wanted)."
        }
    }
}
