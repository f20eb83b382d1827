"""A month's payroll with a maker and two approvers, in Arabic, and the next month's in English."""

import hashlib
import pathlib
import tempfile
import time
import unittest

from desk import Desk
from federation import shared, until


class Payroll(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.federation = shared()
        cls.desk = Desk("ar")
        cls.addClassCleanup(cls.desk.close)
        cls.downloads = pathlib.Path(tempfile.mkdtemp(dir=cls.federation.folder))
        cls.desk.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {
            "behavior": "allow", "downloadPath": str(cls.downloads)})

    def act(self, name):
        self.desk.press(f"form[action$='/steps/{name}'] button")
        self.assertFalse(self.desk.has("main .notice.bad"), self.desk.text)

    def approve(self, path, total=None):
        desk = self.desk
        desk.go(path)
        shown = desk.find(".total").text
        desk.type("total", total or "".join(c for c in shown if c.isdigit()))
        desk.press("form[action$='/steps/approve'] button")

    def run_payroll(self, cycle, language, has_last):
        desk, hub = self.desk, self.federation.hub
        desk.become(hub, "maker", language)
        desk.go("/payrolls")
        desk.choose("cycle", cycle)
        desk.press("form[action='/payrolls'] button.main")
        path = "/" + desk.path
        # Provinces that have not synced for a day are paid as last known: the test has no days.
        desk.find("input[name=stale]").click()
        self.act("freeze")
        self.act("compute")
        # Every number leads to what is behind it.
        for link in ("holds", "comparison"):
            desk.go(f"{path}/{link}")
            self.assertTrue(desk.has("main .card, main .tile"))
        desk.go(path)
        self.act("review")
        # The maker has no field to approve with.
        self.assertFalse(desk.has("input[name=total]"))

        desk.become(hub, "first", language)
        self.approve(path, total="1")
        self.assertTrue(desk.has("[role=alert]"), "a wrong total approves nothing")
        self.approve(path)
        self.assertFalse(desk.has("[role=alert]"), desk.text)
        desk.go(path)
        self.assertFalse(desk.has("input[name=total]"), "one person approves once")
        desk.become(hub, "maker", language)
        desk.go(path)
        self.assertFalse(desk.has("form[action$='/steps/export']"), "one approval is not enough")
        desk.become(hub, "second", language)
        self.approve(path)

        desk.become(hub, "maker", language)
        desk.go(path)
        self.act("export")
        hashes = {"".join(e.text.split()) for e in desk.all(".file .digest")}
        self.assertGreater(len(hashes), 1)
        for link in desk.all(".file a.button"):
            link.click()
        files = until(
            lambda: [f for f in self.downloads.iterdir() if f.suffix == ".xml"]
            if len(list(self.downloads.glob("*.xml"))) >= len(hashes) else None,
            "the files are there")
        self.assertEqual({hashlib.sha256(f.read_bytes()).hexdigest() for f in files}, hashes)
        names = {file.name for file in files}
        for file in files:
            file.unlink()
        # Each file has a page: its hash, who made it, and whom it pays.
        desk.become(hub, "first", language)
        desk.go(path)
        pages = {e.text: e.get_attribute("href").split("/", 3)[3]
                 for e in desk.all(".file a:not(.button)")}
        self.assertEqual(set(pages), names)
        for name, page in pages.items():
            desk.go("/" + page)
            shown = {"".join(e.text.split()) for e in desk.all("main .digest")}
            self.assertIn(name, shown)
            self.assertTrue(shown & hashes)
            self.assertIn("maker", desk.text)
            self.assertTrue(desk.has("tbody tr.row-link a[href^='/families/']"))
        return path

    def test_two_months_of_pay(self):
        year = time.gmtime().tm_year
        month = time.gmtime().tm_mon
        cycles = [f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}", f"{year}-{month:02d}"]
        self.run_payroll(cycles[0], "ar", has_last=False)
        path = self.run_payroll(cycles[1], "en", has_last=True)
        # Who reads everything reads this too, and may do nothing.
        desk = self.desk
        desk.become(self.federation.hub, "reviewer", "en")
        desk.go(path)
        self.assertFalse(desk.has("main form"))
        desk.go(path + "/comparison")
        self.assertIn("Unchanged", desk.text)
        for row in desk.all("main tbody tr"):
            self.assertTrue(row.find_elements("css selector", "td")[-1].text, "it says why")
        # The family's page says what was paid, and where it was held, why.
        self.federation.sync()
        desk.become(self.federation.basra, "judge", "en")
        desk.go("/desk")
        desk.type("q", "الهيتي")
        desk.wait(lambda _: desk.has("#results tr.row-link"), "somebody")
        desk.press("#results tr.row-link a")
        self.assertTrue(desk.has("#payments tbody tr"), desk.text)


if __name__ == "__main__":
    unittest.main()
