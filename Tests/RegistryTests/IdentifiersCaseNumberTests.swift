import Registry
import Testing

@Suite struct IdentifiersCaseNumberTests {
    private static let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    private static func sample() throws -> [CaseNumber] {
        var result: [CaseNumber] = []
        var counter = 0
        for number in stride(from: 0, to: CaseNumber.Block.count, by: 401) {
            let block = try #require(CaseNumber.Block(number: number))
            let case1 = try #require(CaseNumber.next(in: block, from: counter))
            result.append(case1)
            counter = (counter * 31 + 7919) % 9_999_000
        }
        return result
    }

    @Test func `the check character is that of the oracle`() throws {
        var issued = 0
        for row in try GoldenIdentifier.read("iso-7064-mod-37-36.csv") {
            do {
                let number = try CaseNumber(row.text + row.oracle)
                #expect(String(number.checkCharacter) == row.oracle)
                issued += 1
            } catch {
                #expect(error == .neverIssued, "\(row)")
            }
        }
        #expect(issued > 50)
    }

    @Test func `a case number is read back as it was printed`() throws {
        for number in try Self.sample() {
            #expect(try CaseNumber(number.description) == number)
            #expect(try CaseNumber(arabicIndic(number.description.lowercased())) == number)
        }
    }

    @Test func `one wrong character is always found`() throws {
        for number in try Self.sample() {
            let text = Array(number.description.filter { $0 != "-" })
            for index in text.indices {
                for letter in Self.letters where letter != text[index] {
                    var wrong = text
                    wrong[index] = letter
                    #expect(throws: CaseNumber.Problem.self) { try CaseNumber(String(wrong)) }
                }
            }
        }
    }

    @Test func `two swapped neighbours are always found`() throws {
        for number in try Self.sample() {
            let text = Array(number.description.filter { $0 != "-" })
            for index in text.indices.dropLast() where text[index] != text[index + 1] {
                var wrong = text
                wrong.swapAt(index, index + 1)
                #expect(throws: CaseNumber.Problem.self) { try CaseNumber(String(wrong)) }
            }
        }
    }

    @Test func `a block gives out nearly all of its counters, each once and in order`() throws {
        let block = try #require(CaseNumber.Block("B01"))
        var counters: [Int] = []
        var next = 0
        while let number = CaseNumber.next(in: block, from: next), number.counter < 2000 {
            counters.append(number.counter)
            next = number.counter + 1
        }
        #expect(counters == counters.sorted())
        #expect(counters.count > 1800)
        #expect(CaseNumber.next(in: block, from: 10_000_000) == nil)
    }

    @Test(arguments: [
        ("B01-000004", CaseNumber.Problem.length(9)), ("BI1-0000042-X", .block),
        ("B01-00O0042-X", .counter), ("", .length(0)),
    ])
    func `a wrong case number says which rule it breaks`(text: String, problem: CaseNumber.Problem)
    {
        #expect(throws: problem) { try CaseNumber(text) }
    }

    @Test(arguments: ["IO1", "B1", "B012", "ب٠١"])
    func `a block is three digits or capitals without I and O`(text: String) {
        #expect(CaseNumber.Block(text) == nil)
    }
}
