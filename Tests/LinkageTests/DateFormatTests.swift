import Linkage
import Testing

struct DateFormatTests {
    @Test(
        arguments: [
            (["1983-09-14", "1990-01-31"], nil), (["19830914", "19900131"], nil),
            (["14/09/1983", "31/01/1990"], "dd/MM/yyyy"),
            (["09/14/1983", "01/31/1990"], "MM/dd/yyyy"),
            (["01/02/1983", "03/04/1990"], "dd/MM/yyyy"), (["14.9.83", "31.1.90"], "dd/MM/yy"),
            (["14091983", "31011990"], "dd/MM/yyyy"), (["14 Sep 1983"], nil), (["x", ""], nil),
            ([], nil),
        ] as [([String], String?)])
    func `the way in which a column writes dates is seen in the dates`(
        texts: [String], format: String?
    ) {
        #expect(DateFormatGuess.format(of: texts) == format)
    }

    @Test(
        arguments: [
            ("14 Sep 1983", nil), ("14-SEP-1983", nil), ("September 14, 1983", nil),
            ("1983 September 14", nil), ("١٤ ايلول ١٩٨٣", nil), ("14 أيلول 1983", nil),
            ("14 سبتمبر 1983", nil), ("14-Sep-83", "dd-MMM-yy"),
        ] as [(String, String?)])
    func `months may be words`(text: String, format: String?) throws {
        let date = try #require(PartialDate(text, format: format))
        #expect([date.year, date.month, date.day] == [1983, 9, 14])
    }

    @Test(arguments: [("14 كانون الثاني 1983", 1), ("14 تشرين الأول 1983", 10), ("3 اب 1983", 8)])
    func `Iraqi months of two words are read`(text: String, month: Int) throws {
        #expect(try #require(PartialDate(text)).month == month)
    }
}
