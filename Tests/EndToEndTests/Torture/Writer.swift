import Foundation

/// Somebody who works at a node all the time: registers families, corrects what he registered,
/// corrects what others may be correcting at that moment, and makes accounts.
///
/// What is not said to be saved is tried again, with the same words, until it is. So in the end
/// everything was saved, and stands once.
final class Writer: @unchecked Sendable {
    /// What was said to be saved.
    struct Saved: Sendable {
        var households: Set<String> = []
        var persons: Set<String> = []
        var accounts: Set<String> = []
        /// The telephone of persons, by their number.
        var phones: [String: String] = [:]
        /// Persons whose date of birth was corrected here.
        var corrected: Set<String> = []

        mutating func add(_ other: Saved) {
            households.formUnion(other.households)
            persons.formUnion(other.persons)
            accounts.formUnion(other.accounts)
            phones.merge(other.phones) { $1 }
            corrected.formUnion(other.corrected)
        }
    }

    private enum Work {
        case load(arguments: [String], saved: Saved, families: [Family])
        case account(String)
    }

    private struct Family {
        var household: [String]
        var persons: [[String]]
    }

    private let place: MistreatedNode
    private let folder: String
    private let prefix: String
    private let families: FamilyFiles?
    /// Persons whom somebody else may be correcting, too.
    private let shared: [[String]]
    private let lock = NSLock()
    private var dice: Dice
    private var saved = Saved()
    private var refused = 0
    private var reasons: [String: Int] = [:]
    private var own: [Family] = []
    private var work: Work?
    private var count = 0
    private var isStopped = true
    private var isIdle = true

    /// - Parameters:
    ///   - prefix: begins the numbers of the families that are registered here.
    ///   - families: what families here look like; nil for one who only makes accounts.
    init(
        at place: MistreatedNode, seed: UInt64, prefix: String, families: FamilyFiles?,
        shared: [[String]], folder: String
    ) {
        self.place = place
        self.prefix = prefix
        self.families = families
        self.shared = shared
        self.folder = folder
        dice = Dice(seed: seed, for: place.name)
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        lock.lock()
        defer { lock.unlock() }
        return body()
    }

    /// What was said to be saved until now.
    var acknowledged: Saved { locked { saved } }
    /// How often something was not said to be saved.
    var refusals: Int { locked { refused } }
    /// The beginnings of what was said instead, with how often.
    var complaints: [String: Int] { locked { reasons } }

    /// Works on a thread of his own until he is stopped.
    func start() {
        locked {
            isStopped = false
            isIdle = false
        }
        Thread.detachNewThread { [self] in
            while !locked({ isStopped }) {
                step()
                usleep(UInt32(dice.number(10_000...120_000)))
            }
            locked { isIdle = true }
        }
    }

    /// Stops him; what he was about stays to be done.
    func stop() throws {
        locked { isStopped = true }
        try waitUntil("the writer at \(place.name) stops") { locked { isIdle } }
    }

    /// Tries until what he was about is saved. Throws `TooLate`.
    func finish() throws {
        try waitUntil("\(place.name) saves what was not saved: \(complaints)") {
            if work != nil { step() }
            return work == nil
        }
    }

    private func step() {
        do {
            if work == nil { work = try invent() }
            guard let now = work else { return }
            switch now {
            case .load(let arguments, let gain, let families):
                let run = try place.command(["import"] + arguments)
                guard run.exitCode == 0 else { return refuse(run) }
                locked { saved.add(gain) }
                own += families
            case .account(let name):
                let run = try place.command(["user", "add", name, "--role", "registrar"])
                guard run.exitCode == 0 || run.errors.contains("already") else {
                    return refuse(run)
                }
                _ = locked { saved.accounts.insert(name) }
            }
            work = nil
        } catch {
            locked { refused += 1 }
        }
    }

    private func refuse(_ run: Program.Run) {
        let text = run.errors.split(separator: "\n").last { !$0.isEmpty } ?? "(nothing)"
        locked {
            refused += 1
            reasons[String(text.prefix(90)), default: 0] += 1
        }
    }

    // MARK: What he does next

    private func invent() throws -> Work {
        count += 1
        guard let families else { return .account("\(prefix.lowercased())-\(count)") }
        switch dice.number(0...99) {
        case 0..<10: return .account("\(prefix.lowercased())-\(count)")
        case 10..<35 where !own.isEmpty: return try correctPhone()
        case 35..<50 where !shared.isEmpty: return try correctBirth()
        default: return try register(families)
        }
    }

    private func register(_ files: FamilyFiles) throws -> Work {
        var gain = Saved()
        var new: [Family] = []
        for index in 0..<dice.number(1...5) {
            let number = "\(prefix)\(String(format: "%05d", count))\(index)"
            let (household, persons) = files.family(number, &dice)
            gain.households.insert(number)
            for person in persons {
                gain.persons.insert(person[0])
                gain.phones[person[0]] = person[files.phone]
            }
            new.append(Family(household: household, persons: persons))
        }
        let paths = try [
            write("households", files.householdHeader, new.map(\.household)),
            write("persons", files.personHeader, new.flatMap(\.persons)),
        ]
        return .load(arguments: paths, saved: gain, families: new)
    }

    private func correctPhone() throws -> Work {
        guard let families else { return .account(prefix) }
        let index = dice.number(0...(own.count - 1))
        let phone = "0770\(dice.number(1_000_000...9_999_999))"
        own[index].persons[0][families.phone] = phone
        let person = own[index].persons[0]
        let path = try write("persons", families.personHeader, [person])
        return .load(
            arguments: [path], saved: Saved(phones: [person[0]: phone]), families: [])
    }

    private func correctBirth() throws -> Work {
        guard let families else { return .account(prefix) }
        var person = dice.pick(shared)
        person[families.birth] = families.anotherDay(in: person[families.birth], &dice)
        let path = try write("persons", families.personHeader, [person])
        return .load(arguments: [path], saved: Saved(corrected: [person[0]]), families: [])
    }

    private func write(_ kind: String, _ header: [String], _ rows: [[String]]) throws -> String {
        let path = "\(folder)/\(place.name)-\(count)-\(kind).csv"
        try DemoFiles.write([header] + rows, to: path)
        return path
    }
}
