/// Every entity and field that the registry knows, by number and by name.
///
/// Numbers are the wire format: a number that was ever used is never used for something else.
public struct DataDictionary: Sendable {
    /// Raised with every change of an entity or a field; nodes tell each other theirs.
    public let version: Int
    public let entities: [Entity]
    public let invariants: [Invariant]
    private let byNumber: [Int: Int]
    private let byName: [String: Int]

    init(version: Int, entities: [Entity], invariants: [Invariant]) {
        self.version = version
        self.entities = entities
        self.invariants = invariants
        byNumber = Dictionary(
            uniqueKeysWithValues: entities.enumerated().map { ($1.number, $0) })
        byName = Dictionary(uniqueKeysWithValues: entities.enumerated().map { ($1.name, $0) })
    }

    /// The dictionary of this version of the program.
    public static let current = DataDictionary(
        version: 2,
        entities: placeEntities + familyEntities + programmeEntities + caseEntities
            + paymentEntities + recordEntities,
        invariants: registryInvariants)

    /// The dictionary as an older version of the program knew it, without these entities and fields:
    /// to try upgrades.
    package func lacking(
        entities missing: Set<String> = [], fields: [String: Set<String>] = [:]
    ) -> DataDictionary {
        DataDictionary(
            version: version,
            entities: entities.filter { !missing.contains($0.name) }.map { entity in
                let gone = fields[entity.name] ?? []
                return Entity(
                    entity.number, entity.name, entity.meaning, scope: entity.scope,
                    entity.groups.map { group in
                        FieldGroup(
                            group.number, group.name, group.policy,
                            group.fields.filter { !gone.contains($0.name) })
                    }.filter { !$0.fields.isEmpty })
            },
            invariants: invariants.filter { !missing.contains($0.entity) })
    }

    /// The entity with this number, or nil when a newer node knows it and we do not.
    public func entity(_ number: Int) -> Entity? {
        byNumber[number].map { entities[$0] }
    }

    /// The entity with this name, or nil.
    public func entity(_ name: String) -> Entity? {
        byName[name].map { entities[$0] }
    }

    /// The entity with this name, which the program itself declares.
    ///
    /// - Precondition: the name is declared.
    public func require(_ name: String) -> Entity {
        guard let entity = entity(name) else {
            preconditionFailure("The data dictionary declares no entity “\(name)”.")
        }
        return entity
    }
}

private let registryInvariants = [
    Invariant(
        name: "one open membership a person",
        meaning: "A person lives in one household at a time.",
        entity: "membership", key: ["person"], whenever: ["until": []]),
    Invariant(
        name: "one head a household",
        meaning: "A household has one head.",
        entity: "membership", key: ["household"],
        whenever: ["until": [], "relationship": [.text("head")]]),
    Invariant(
        name: "one open enrolment a unit and programme",
        meaning: "A unit has one place in a programme at a time.",
        entity: "enrolment", key: ["unit", "programme"],
        whenever: ["status": [.text("active"), .text("suspended")]]),
    Invariant(
        name: "one account in use a household",
        meaning: "A household is paid to one account at a time.",
        entity: "account", key: ["household"], whenever: ["until": []]),
    Invariant(
        name: "one holder of a national ID",
        meaning: "A national ID belongs to one person.",
        entity: "identifier", key: ["scheme", "value"], whenever: ["valid_until": []]),
]
