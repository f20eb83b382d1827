"""What happens in families: births, deaths, marriages, moves; what is sensitive waits for two."""

import unittest

from desk import Desk
from federation import shared
from test_duplicates import register, widow


class Changes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.federation = shared()
        cls.desk = Desk("ar")
        cls.addClassCleanup(cls.desk.close)
        cls.desk.become(cls.federation.ninewa, "clerk")
        cls.family = register(cls.desk, "03-5", [
            widow("حذام", "كاطع", "197957312201", "07744000201"),
            {"givenName": "كرار", "fatherName": "صباح", "sex": "M", "birthDate": "2003-05-06"},
        ])

    def setUp(self):
        self.desk.become(self.federation.ninewa, "clerk")

    def change(self, kind, **answers):
        desk = self.desk
        desk.go(f"/families/{self.family}")
        desk.press("a[href$='/change/choose']")
        desk.press(f"a[href$='/change/{kind}']")
        for name, value in answers.items():
            field = desk.find(f"[name='{name}']")
            if field.tag_name == "select":
                options = [o for o in desk.all(f"select[name='{name}'] option")
                           if value in (o.get_attribute("value"), o.text) or value in o.text]
                desk.choose(name, options[0].get_attribute("value"))
            elif field.get_attribute("type") == "radio":
                desk.tick(name, value)
            else:
                desk.type(name, value)
        desk.press("main form button.main")

    def agree(self, node=None):
        desk = self.desk
        desk.become(node or self.federation.ninewa, "judge")
        desk.go(f"/families/{self.family}")
        desk.press("form[action*='/proposals/'] button[value=accept]")

    def saved(self):
        self.assertTrue(self.desk.path.endswith(self.family), self.desk.text)
        self.assertTrue(self.desk.has(".notice.good"), self.desk.text)

    def test_a_child_is_born_and_somebody_marries_in(self):
        self.change("birth", givenName="زهراء", sex="F", birthDate="1/2/2026")
        self.saved()
        self.assertIn("زهراء", self.desk.text)
        self.change("joins", givenName="صفية", fatherName="كاطع", sex="F",
                    birthDate="1950", relationship="parent", day="1/3/2026")
        self.saved()
        self.assertIn("صفية", self.desk.text)

    def test_a_wrong_answer_is_told_beside_its_field_and_nothing_is_lost(self):
        self.change("birth", givenName="مينا", sex="F", birthDate="1/2/2199")
        self.assertTrue(self.desk.find("#f-birthDate-problem").text)
        self.assertEqual(
            self.desk.find("[name=givenName]").get_attribute("value"), "مينا")
        self.assertTrue(self.desk.has(".error-summary"), "the errors are gathered at the top")

    def test_a_new_account_waits_for_a_second_person(self):
        desk = self.desk
        iban = "IQ02RAFB371202601000002"
        self.change("account", iban=iban)
        self.saved()
        self.assertFalse(desk.has("form[action*='/proposals/']"), "not the one who asked")
        self.agree()
        self.saved()
        self.assertIn("IQ02", desk.text)

    def test_a_death_waits_and_says_whose(self):
        desk = self.desk
        self.change("death", member="كرار", day="2/3/2026")
        self.saved()
        self.assertIn("كرار", desk.find(".notice.look").text)
        self.agree()
        self.saved()
        self.assertTrue(desk.has("tr.past"))

    def test_a_family_moves_to_another_province(self):
        desk, federation = self.desk, self.federation
        family = self.family
        desk.become(federation.ninewa, "clerk")
        moved = register(desk, "03-5", [widow("بلقيس", "فنجان", "197957312277", "07744000277")])
        type(self).family = moved
        self.addCleanup(lambda: setattr(type(self), "family", family))
        self.change("move", area="02-5", address="شارع الكورنيش", day="1/3/2026")
        federation.sync()
        desk.become(federation.basra, "judge")
        desk.go(f"/families/{moved}")
        self.assertIn("بلقيس", desk.text)
        self.assertIn("شارع الكورنيش", desk.text)
        desk.become(federation.ninewa, "clerk")
        desk.go(f"/families/{moved}")
        self.assertNotIn("بلقيس", desk.text)

    def test_a_note_and_the_history_say_who_and_when(self):
        desk = self.desk
        desk.go(f"/families/{self.family}")
        desk.type("text", "زيارة يوم الأحد")
        desk.press("form[action$='/notes'] button")
        self.assertIn("زيارة يوم الأحد", desk.text)
        desk.go(f"/families/{self.family}/history")
        self.assertIn("clerk", desk.text)


if __name__ == "__main__":
    unittest.main()
