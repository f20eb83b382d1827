"""The network goes and comes: work goes on, the outbox is visible, everything arrives."""

import pathlib
import tempfile
import unittest

from desk import Desk
from federation import shared, until
from test_duplicates import register, widow


class Offline(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.federation = shared()
        cls.desk = Desk("ar")
        cls.addClassCleanup(cls.desk.close)

    def sync_now(self):
        self.desk.go("/status")
        self.desk.press("form[action='/nodes/sync'] button")

    def state(self, wanted):
        """Opens the page until it says how the link is: the round runs beside the pages."""
        def look(_):
            self.desk.go("/status")
            return self.desk.has(f".link-state.{wanted}")
        self.desk.wait(look, f"the link to be {wanted}")

    def test_a_field_office_works_without_a_network_and_sends_when_there_is_one(self):
        desk, federation = self.desk, self.federation
        federation.sync()
        desk.become(federation.office, "clerk")
        self.sync_now()
        self.state("in-step")
        federation.ninewa.stop()
        self.addCleanup(lambda: federation.ninewa.process or federation.ninewa.serve())
        self.sync_now()
        self.state("offline")

        # Everything goes on; what waits is counted.
        families = [
            register(desk, "03-2", [widow(given, father, number, phone)])
            for given, father, number, phone in [
                ("نجاة", "عبطان", "197957311101", "07733000101"),
                ("شذى", "خضير", "198857311102", "07733000102"),
            ]
        ]
        desk.go("/desk")
        desk.type("q", "نجاه عبطان")
        desk.wait(lambda _: desk.has("#results tr.row-link"), "who was just registered")
        link = desk.find(".link-state")
        self.assertIn("offline", link.get_attribute("class"))
        self.assertIn("2", link.text)

        federation.ninewa.serve()
        self.sync_now()
        self.state("in-step")
        federation.sync()
        desk.become(federation.ninewa, "judge", "en")
        for family in families:
            desk.go(f"/families/{family}")
            self.assertIn("البيضاني", desk.text)

    def carry(self, sender, who, receiver, whom, downloads):
        """Makes a file at one node's page and takes it at another's."""
        desk = self.desk
        desk.become(sender, who, "ar")
        desk.go("/bundles")
        desk.choose("node", receiver.name)
        desk.find("form[action='/bundles/make'] button").click()
        stick = until(lambda: next(iter(downloads.glob("*.bundle")), None), "the file is there")
        self.assertEqual(stick.name, f"{sender.name}-{receiver.name}.bundle")
        self.assertNotIn("فيروز".encode(), stick.read_bytes())
        desk.become(receiver, whom, "ar")
        for answer in ("good", "good"):  # the same stick twice does no harm
            desk.go("/bundles")
            desk.all("input[type=file]")[0].send_keys(str(stick))
            self.assertIn(stick.name, desk.find("[data-file-names]").text)
            desk.press("form[action='/bundles/take'] button")
            self.assertTrue(desk.has(f".notice.{answer}"), desk.text)
        stick.unlink()

    def test_a_stick_carries_families_up_and_the_answer_down(self):
        desk, federation = self.desk, self.federation
        downloads = pathlib.Path(tempfile.mkdtemp(dir=federation.folder))
        desk.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {
            "behavior": "allow", "downloadPath": str(downloads)})
        federation.sync()
        desk.become(federation.office, "clerk")
        family = register(
            desk, "03-1", [widow("فيروز", "منشد", "197957311888", "07721001888")])
        self.carry(federation.office, "clerk", federation.ninewa, "manager", downloads)
        desk.go(f"/families/{family}")
        self.assertIn("فيروز", desk.text)
        # The answer goes back the same way.
        self.carry(federation.ninewa, "manager", federation.office, "clerk", downloads)
        # A file for somebody else is refused, and says why.
        desk.become(federation.basra, "manager", "ar")
        other = downloads / "other.bundle"
        other.write_bytes(b"no bundle")
        desk.go("/bundles")
        desk.all("input[type=file]")[0].send_keys(str(other))
        desk.press("form[action='/bundles/take'] button")
        self.assertTrue(desk.find("#f-bundle-problem").text)


if __name__ == "__main__":
    unittest.main()
