"""The network goes and comes: work goes on, the outbox is visible, everything arrives."""

import unittest

from desk import Desk
from federation import shared
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


if __name__ == "__main__":
    unittest.main()
