import Casework
import Console
import Foundation
import Registry
import Testing
import Trust

struct PayrollPageTests {
    private func text(_ answer: WebAnswer) -> String {
        String(decoding: answer.body, as: UTF8.self)
    }

    @Test(arguments: Language.allCases)
    func `a payment file has a page with its hash, its maker and whom it pays`(
        language: Language
    ) throws {
        let console = try TestConsole()
        let (payroll, file) = try console.addPaymentFile(to: "زينب")
        let path = "/payrolls/\(payroll)/files/\(file)"
        for role in [StaffRole.payrollMaker, .payrollApprover, .auditor] {
            let answer = console.get(path, as: role, language: language)
            #expect(answer.status == 200)
            let page = text(answer)
            let hash = sha256([1]).hex
            for part in [String(hash.prefix(8)), file, "samir", "زينب", "/families/"] {
                #expect(page.contains(part), "\(part)")
            }
            // Only a sealed payroll gives its files away.
            #expect(!page.contains("\(path)/download"))
            #expect(console.get("\(path)/download", as: role).status == 404)
        }
        for role in StaffRole.allCases where !Right.of(role).contains(.readPayroll) {
            #expect(console.get(path, as: role).status == 403)
            #expect(console.get("\(path)/download", as: role).status == 403)
        }
        #expect(console.get("/payrolls/\(payroll)/files/other.xml", as: .auditor).status == 404)
    }

    @Test(arguments: EscapingTests.hostile)
    func `what stands in a payment stays text`(hostile: String) throws {
        let console = try TestConsole()
        let (payroll, file) = try console.addPaymentFile(to: String(hostile.prefix(2000)))
        let answer = console.get("/payrolls/\(payroll)/files/\(file)", as: .auditor)
        #expect(answer.status == 200)
        #expect(!text(answer).contains("<script>"))
        #expect(!text(answer).contains("<img"))
    }

    @Test func `opening whom a file pays is written down`() throws {
        let console = try TestConsole()
        let (payroll, file) = try console.addPaymentFile(to: "زينب")
        _ = console.get("/payrolls/\(payroll)/files/\(file)", as: .payrollMaker)
        #expect(text(console.get("/audit", as: .auditor)).contains(file))
    }

    @Test func `holds can be taken along as a file`() throws {
        let console = try TestConsole()
        let payroll = try console.addPayroll()
        let answer = console.get("/payrolls/\(payroll)/holds?as=csv", as: .auditor)
        #expect(answer.status == 200)
        #expect(answer.header("content-type")?.hasPrefix("text/csv") == true)
    }
}
