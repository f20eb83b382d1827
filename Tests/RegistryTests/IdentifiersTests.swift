import Foundation
import Registry
import Testing

/// A row of a file of `Tests/Golden/identifiers`, made by python-stdnum.
struct GoldenIdentifier: CustomTestStringConvertible, Sendable {
    let text: String
    let oracle: String

    var testDescription: String { "\(text) \(oracle)" }

    static func read(_ name: String) throws -> [GoldenIdentifier] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/identifiers/\(name)")
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst().map {
            let parts = $0.split(separator: ",").map(String.init)
            return GoldenIdentifier(text: parts[0], oracle: parts[1])
        }
    }
}

/// Arabic-Indic digits in place of ASCII ones.
func arabicIndic(_ text: String) -> String {
    String(
        text.unicodeScalars.map { scalar in
            (0x30...0x39).contains(scalar.value)
                ? Character(Unicode.Scalar(scalar.value - 0x30 + 0x660) ?? scalar)
                : Character(scalar)
        })
}

@Suite struct IdentifiersTests {
    @Test func `an identity number of Türkiye is taken exactly when the oracle takes it`() throws {
        let golden = try GoldenIdentifier.read("turkish-id.csv")
        #expect(golden.count > 200)
        for row in golden {
            #expect(((try? TurkishID(row.text)) != nil) == (row.oracle == "valid"), "\(row)")
        }
    }

    @Test func `a South African ID is taken exactly when the oracle takes it`() throws {
        let golden = try GoldenIdentifier.read("south-african-id.csv")
        #expect(golden.count > 200)
        for row in golden {
            #expect(((try? SouthAfricanID(row.text)) != nil) == (row.oracle == "valid"), "\(row)")
        }
    }

    @Test func `an IBAN of any country is taken exactly when the oracle takes it`() throws {
        let golden = try GoldenIdentifier.read("iban.csv")
        #expect(golden.count > 300)
        for row in golden {
            #expect(((try? IBAN(row.text)) != nil) == (row.oracle == "valid"), "\(row)")
        }
    }

    @Test(arguments: [
        ("100000001460", TurkishID.Problem.length(12)), ("", .empty), ("  ", .empty),
        ("1000000014x", .notDigits), ("00000000000", .leadingZero),
        ("10000000156", .firstCheckDigit), ("10000000147", .secondCheckDigit),
    ])
    func `a wrong identity number of Türkiye says which rule it breaks`(
        text: String, problem: TurkishID.Problem
    ) {
        #expect(throws: problem) { try TurkishID(text) }
    }

    @Test(arguments: [
        ("8501015000", SouthAfricanID.Problem.length(10)), ("", .empty),
        ("8501o15000087", .notDigits),
        ("8513015000086", .birthDate), ("8501015000285", .citizenship),
        ("8501015000087", .checkDigit),
    ])
    func `a wrong South African ID says which rule it breaks`(
        text: String, problem: SouthAfricanID.Problem
    ) {
        #expect(throws: problem) { try SouthAfricanID(text) }
    }

    @Test func `a South African ID tells birth, sex and citizenship`() throws {
        let id = try SouthAfricanID("8501015000085")
        #expect(
            id.birthDate(notAfter: try #require(CivilDate("2026-03-01")))?.description
                == "1985-01-01")
        #expect(!id.isFemale)
        #expect(id.status == .citizen)
        #expect(id.birthDate(notAfter: try #require(CivilDate("1950-01-01"))) == nil)
    }

    @Test(arguments: [
        ("19750000000", IraqNationalID.Problem.length(11)), ("1975135245530", .length(13)),
        ("", .empty), ("19751352455a", .notDigits), ("111111111111", .placeholder),
    ])
    func `a wrong national ID of Iraq says which rule it breaks`(
        text: String, problem: IraqNationalID.Problem
    ) {
        #expect(throws: problem) { try IraqNationalID(text) }
    }

    @Test(arguments: [
        "197513524553", "١٩٧٥١٣٥٢٤٥٥٣", "۱۹۷۵۱۳۵۲۴۵۵۳", " 1975-1352-4553 ", "\u{200F}197513524553",
    ])
    func `a national ID of Iraq is stored in ASCII however it was typed`(text: String) throws {
        #expect(try IraqNationalID(text).text == "197513524553")
    }

    @Test(arguments: [
        ("", IBAN.Problem.empty), ("IQ14 NBIQ 2732 0260 1000 01é", .character),
        ("1414NBIQ273202601000010", .beginning), ("ZZ14NBIQ273202601000010", .country("ZZ")),
        ("IQ14NBIQ27320260100001", .length(22, expected: 23, country: "IQ")),
        ("IQ14NB1Q273202601000010", .bankCode(country: "IQ")),
        ("IQ14NBIQ273202601000001", .checkDigits), ("IQ41NBIQ273202601000010", .checkDigits),
    ])
    func `a wrong IBAN says which rule it breaks`(text: String, problem: IBAN.Problem) {
        #expect(throws: problem) { try IBAN(text) }
    }

    @Test(arguments: [
        "IQ14NBIQ273202601000010", "iq14 nbiq 2732 0260 1000 010", "IQ١٤NBIQ٢٧٣٢٠٢٦٠١٠٠٠٠١٠",
    ])
    func `an IBAN is stored without spaces and shown in groups of four`(text: String) throws {
        let iban = try IBAN(text)
        #expect(iban.text == "IQ14NBIQ273202601000010")
        #expect(iban.display == "IQ14 NBIQ 2732 0260 1000 010")
        #expect(iban.country == "IQ")
        #expect(iban.bankCode == "NBIQ")
    }

    @Test(arguments: [
        "07701234567", "+9647701234567", "009647701234567", "9647701234567", "7701234567",
        "٠٧٧٠١٢٣٤٥٦٧", "۰۷۷۰ ۱۲۳ ۴۵۶۷", "0770-123-4567", "(0770) 123 4567", "+964 0770 123 4567",
    ])
    func `one telephone has one form however it was typed`(text: String) throws {
        let phone = try IraqPhoneNumber(text)
        #expect(phone.text == "+9647701234567")
        #expect(phone.display == "07701234567")
    }

    @Test(arguments: [
        ("", IraqPhoneNumber.Problem.empty), ("+", .notDigits), ("0770x234567", .notDigits),
        ("+962791234567", .country), ("0641234567", .notMobile), ("0770123456", .length(10)),
        ("077012345678", .length(12)),
    ])
    func `a wrong telephone number says which rule it breaks`(
        text: String, problem: IraqPhoneNumber.Problem
    ) {
        #expect(throws: problem) { try IraqPhoneNumber(text) }
    }
}
