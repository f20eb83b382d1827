import Linkage
import Testing

/// People who are alike and are not one.
struct HardNegativeTests {
    private let person = Villager(
        id: "A-1", household: "A", nationalID: "198369610123", phone: "07752336285")

    enum Kin: String, CaseIterable, Sendable {
        case twinBrothers, twinsWithNeighbouringNumbers, brothers, sisterAndBrother, cousins
        case fatherAndSon, grandfatherAndGrandson, namesakes, namesakesOfOneYear
        case neighboursWithOnePhone
    }

    /// The first of the two; twins bear names that many bear, as they mostly do.
    private func first(_ kin: Kin) -> Villager {
        person.copy("A-1", household: "A") {
            if kin == .twinsWithNeighbouringNumbers { $0.given = "حسن" }
        }
    }

    /// The other of the two, in a household of his own.
    private func other(_ kin: Kin) -> Villager {
        person.copy("B-1", household: "B") { other in
            other.nationalID = "199912345678"
            switch kin {
            case .twinBrothers: other.given = "منتظر"
            case .twinsWithNeighbouringNumbers:
                other.given = "حسين"
                other.nationalID = "198369610124"
            case .brothers:
                other.given = "ياسين"
                other.birth = "1985-02-03"
            case .sisterAndBrother:
                other.given = "مروة"
                other.sex = "F"
                other.birth = "1984-12-30"
            case .cousins:
                other.given = "منتظر"
                other.father = "كامل"
                other.mother = "هدى سالم"
                other.birth = "1983-02-11"
                other.phone = ""
            case .fatherAndSon:
                other.given = "حيدر"
                other.father = person.given
                other.grandfather = person.father
                other.birth = "2009-05-06"
                other.mother = "نضال كامل"
            case .grandfatherAndGrandson:
                other.birth = "2019-01-28"
                other.mother = "نضال كامل"
                other.nationalID = ""
            case .namesakes:
                other.mother = "سعاد خليل"
                other.birth = "1961-04-19"
                other.family = "التميمي"
                other.phone = ""
            case .namesakesOfOneYear:
                other.mother = "سعاد خليل"
                other.birth = "1983-01-19"
                other.grandfather = "علي"
                other.family = "التميمي"
                other.phone = ""
            case .neighboursWithOnePhone:
                other.given = "كريم"
                other.father = "سعد"
                other.grandfather = "عباس"
                other.family = "العبيدي"
                other.mother = "بتول رشيد"
                other.birth = "1990-11-02"
            }
        }
    }

    @Test(arguments: Kin.allCases, [true, false])
    func `two people who are alike are not held to be one`(kin: Kin, households: Bool) throws {
        var village = Village(households: 300)
        village.registerAgain(every: 23)
        village.people += [first(kin), other(kin)]
        if !households {
            for index in village.people.indices { village.people[index].household = nil }
        }
        #expect(try !village.pairs().contains(["A-1", "B-1"]))
    }

    @Test(arguments: Kin.allCases)
    func `a double is still found beside somebody who is alike`(kin: Kin) throws {
        var village = Village(households: 300)
        village.registerAgain(every: 23)
        village.people += [
            first(kin), other(kin), first(kin).copy("C-1", household: "C") { $0.phone = "" },
        ]
        let pairs = try village.pairs()
        #expect(pairs.contains(["A-1", "C-1"]))
        #expect(!pairs.contains(["A-1", "B-1"]))
        #expect(!pairs.contains(["B-1", "C-1"]))
    }
}
