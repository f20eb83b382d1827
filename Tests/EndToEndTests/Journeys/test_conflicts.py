"""Field office and province edit one person without knowing of each other; one of them is right."""

import unittest

from desk import Desk
from federation import shared
from test_duplicates import register, widow


class Conflicts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.federation = shared()
        cls.desk = Desk("ar")
        cls.addClassCleanup(cls.desk.close)

    def correct(self, node, family, value, language, field="birthDate"):
        desk = self.desk
        desk.become(node, "judge", language)
        desk.go(f"/families/{family}/change/correction")
        desk.press(".choices-list a")
        desk.type(field, value)
        desk.type("reason", f"رأيت البطاقة: {value}")
        desk.press("main form button.main")
        self.assertTrue(desk.path.endswith(family), desk.text)

    def test_two_values_with_their_origin_and_one_choice(self):
        desk, federation = self.desk, self.federation
        desk.become(federation.office, "clerk")
        family = register(
            desk, "03-1", [widow("رباب", "منشد", "197957310777", "07721000555")])
        federation.sync()
        self.correct(federation.office, family, "8/9/1979", "ar")
        self.correct(federation.ninewa, family, "9/8/1979", "en")
        federation.sync()

        # The province sees both, with who and where; the family says that it waits.
        desk.become(federation.ninewa, "judge", "ar")
        desk.go(f"/families/{family}")
        desk.press(".notice.look a")
        self.assertTrue(desk.path.startswith("conflicts/"))
        text = desk.text
        for expected in ["IQ-NI-F03", "IQ-NI", "judge", "8/9/1979", "9/8/1979"]:
            self.assertIn(expected, text)
        # Without a choice nothing is settled.
        desk.press("main form button.main")
        self.assertTrue(desk.has("[role=alert]"))
        cards = [card for card in desk.all("main form .card")
                 if "رأيت البطاقة: 8/9/1979" in card.text]
        cards[0].find_element("css selector", "input[name=choice]").click()
        desk.type("reason", "اتصلت بالعائلة")
        desk.press("main form button.main")
        if desk.has("tr.row-link"):
            self.assertNotIn("رباب", desk.find("main table").text)

        # Who settled it and why stands in the history; the field office hears what is right.
        desk.go(f"/families/{family}/history")
        self.assertIn("اتصلت بالعائلة", desk.text)
        federation.sync()
        shown = set()
        for node in (federation.office, federation.ninewa):
            desk.become(node, "judge", "ar")
            desk.go(f"/families/{family}")
            self.assertFalse(desk.has(".notice.look"))
            shown.add(desk.find("main tbody tr").text)
        self.assertEqual(len(shown), 1, f"both show the same: {shown}")
        self.assertIn("8 أيلول 1979", shown.pop())

    def test_who_corrected_different_things_are_both_right(self):
        desk, federation = self.desk, self.federation
        desk.become(federation.office, "clerk")
        family = register(
            desk, "03-1", [widow("نرجس", "منشد", "197957310888", "07721000666")])
        federation.sync()
        self.correct(federation.office, family, "هلال", "ar", field="motherName")
        self.correct(federation.ninewa, family, "9/8/1979", "ar")
        federation.sync()

        desk.become(federation.ninewa, "judge", "ar")
        desk.go(f"/families/{family}")
        desk.press(".notice.look a")
        both = desk.find("#both").text
        self.assertIn("هلال", both)
        self.assertIn("9 آب 1979", both)
        desk.tick("choice", "both")
        desk.type("reason", "كلاهما في البطاقة")
        desk.press("main form button.main")
        federation.sync()
        for node in (federation.office, federation.ninewa):
            desk.become(node, "judge", "ar")
            desk.go(f"/families/{family}")
            self.assertFalse(desk.has(".notice.look"))
            shown = desk.find("main tbody tr").text
            self.assertIn("هلال", shown)
            self.assertIn("9 آب 1979", shown)


if __name__ == "__main__":
    unittest.main()
