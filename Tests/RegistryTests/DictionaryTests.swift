import Registry
import Testing

@Suite struct DictionaryTests {
    private static let dictionary = DataDictionary.current

    @Test func `numbers and names of entities are unique`() {
        let entities = Self.dictionary.entities
        #expect(Set(entities.map(\.number)).count == entities.count)
        #expect(Set(entities.map(\.name)).count == entities.count)
        for entity in entities {
            #expect(Self.dictionary.entity(entity.number)?.name == entity.name)
            #expect(Self.dictionary.entity(entity.name)?.number == entity.number)
        }
    }

    @Test(arguments: dictionary.entities.map(\.name))
    func `an entity is declared soundly`(name: String) {
        let entity = Self.dictionary.require(name)
        #expect(entity.number > 0 && entity.number < 1 << 20)
        #expect(Set(entity.fields.map(\.number)).count == entity.fields.count)
        #expect(Set(entity.fields.map(\.name)).count == entity.fields.count)
        #expect(Set(entity.groups.map(\.number)).count == entity.groups.count)
        #expect(!entity.groups.contains { $0.number == 0 }, "0 is kept for the row itself")
        #expect(entity.meaning.hasSuffix("."))
        for field in entity.fields {
            #expect(field.number > 0)
            #expect(entity.group(of: field) != nil)
            if case .reference(let target) = field.type {
                #expect(Self.dictionary.entity(target) != nil, "\(field.name)")
            }
        }
        switch entity.scope {
        case .area(let field): #expect(entity.field(field)?.type == .text)
        case .areas(let fields):
            for field in fields { #expect(entity.field(field)?.type == .text, "\(field)") }
        case .through(let fields):
            for field in fields {
                let type = entity.field(field)?.type
                // Feeds follow households and persons only.
                #expect(
                    type == .reference("household") || type == .reference("person"), "\(field)")
            }
        case .everywhere, .hub, .memberships, .local: break
        }
    }

    @Test func `an invariant names fields that are there`() {
        for invariant in Self.dictionary.invariants {
            let entity = Self.dictionary.entity(invariant.entity)
            #expect(entity != nil)
            for name in invariant.key + invariant.whenever.keys.sorted() {
                #expect(entity?.field(name) != nil, "\(invariant.name): \(name)")
            }
        }
    }

    @Test(arguments: [
        ("account", "number"), ("identifier", "value"), ("person", "vital_status"),
        ("enrolment", "status"), ("household", "merged_into"), ("person", "merged_into"),
    ])
    func `what money follows is settled by two people`(entity: String, field: String) throws {
        let entity = Self.dictionary.require(entity)
        let field = try #require(entity.field(field))
        #expect(entity.group(of: field)?.policy == .review(people: 2))
    }

    @Test func `personal values may be erased and have an end of retention`() {
        for entity in Self.dictionary.entities {
            for field in entity.fields where field.sensitivity != .open {
                #expect(field.erasable, "\(entity.name).\(field.name)")
                #expect(field.retentionYears != nil, "\(entity.name).\(field.name)")
            }
        }
    }
}
