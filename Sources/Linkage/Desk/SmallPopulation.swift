/// The rows of an index that one person is compared with, and that person as the last row, prepared
/// as a whole population would be.
struct SmallPopulation {
    private(set) var population: Population
    /// By name token of the small population, the token in the index; 0 for one that it lacks.
    private(set) var names: [UInt32] = []
    private(set) var codes: [UInt32] = []

    init(of rows: [Int], and values: [String], from index: DeskIndex, genericLimit: Int) {
        let people = index.people
        population = Population(fields: people.fields)
        var nameHere: [UInt32: UInt32] = [0: 0]
        var codeHere: [UInt32: UInt32] = [0: 0]
        let nothing = people.fields.map { _ in 0..<0 }
        for row in rows {
            population.append(id: "", source: 0, bytes: [], household: nil, values: nothing)
            let start = population.cells.count - people.stride
            for (field, specification) in people.fields.enumerated() {
                for offset in 0..<specification.type.width {
                    let cell = people.cells[row * people.stride + people.slots[field] + offset]
                    let here: UInt32
                    if specification.type.isName {
                        if let known = nameHere[cell] {
                            here = known
                        } else {
                            here = population.names.intern(Array(people.names.sequence(cell)))
                            nameHere[cell] = here
                        }
                    } else if specification.type.isCode {
                        if let known = codeHere[cell] {
                            here = known
                        } else {
                            here = population.codes.intern(Array(people.codes.sequence(cell)))
                            codeHere[cell] = here
                        }
                    } else {
                        here = cell
                    }
                    population.cells[start + people.slots[field] + offset] = here
                }
            }
        }
        population.append(id: "", household: nil, source: 0, values: values)
        names = (0...UInt32(population.names.highest)).map {
            people.names.find(Array(population.names.sequence($0)))
        }
        codes = (0...UInt32(population.codes.highest)).map {
            people.codes.find(Array(population.codes.sequence($0)))
        }
        markAsAmongAll(index, genericLimit)
    }

    /// Blanks numbers that too many share, and marks days that stand for an unknown one.
    private mutating func markAsAmongAll(_ index: DeskIndex, _ genericLimit: Int) {
        let stride = population.stride
        for (field, specification) in population.fields.enumerated() {
            let slot = population.slots[field]
            switch specification.type {
            case .identifier, .phone:
                var isGeneric: [UInt32: Bool] = [:]
                for place in Swift.stride(from: slot, to: population.cells.count, by: stride) {
                    let code = codes[Int(population.cells[place])]
                    guard code != 0 else { continue }
                    let known = isGeneric[code] ?? index.isGeneric(code, field, limit: genericLimit)
                    isGeneric[code] = known
                    if known { population.cells[place] = 0 }
                }
            case .birthDate:
                var isPlaceholder: [UInt32: Bool] = [:]
                for place in Swift.stride(from: slot, to: population.cells.count, by: stride) {
                    let date = population.cells[place]
                    guard date != 0 else { continue }
                    let day = date & 511
                    let known = isPlaceholder[day] ?? index.counts.isPlaceholder(date, field)
                    isPlaceholder[day] = known
                    if known { population.cells[place] = date | Comparator.placeholderMark }
                }
            default: break
            }
        }
    }
}
