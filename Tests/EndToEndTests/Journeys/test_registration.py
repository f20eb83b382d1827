"""A family is registered in Arabic with the keyboard alone and found under other spellings."""

import unittest

from desk import Desk, Keys
from federation import PASSWORD, shared


class Registration(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.node = shared().ninewa
        cls.desk = Desk("ar")
        cls.addClassCleanup(cls.desk.close)

    def select(self, name, wanted):
        """Goes down in a list with the arrow key."""
        field = self.desk.tab_to(f"select[name='{name}']")
        for _ in range(60):
            if field.get_attribute("value") == wanted:
                return
            self.desk.keys(Keys.ARROW_DOWN)
        self.fail(f"{wanted} is not in the list of {name}")

    def fill(self, **fields):
        for name, text in fields.items():
            self.desk.tab_to(f"input[name='{name}']")
            self.desk.hold(Keys.CONTROL, "a")
            self.desk.keys(text)

    def radio(self, name, value):
        self.desk.tab_to(f"input[name='{name}']")
        self.desk.keys(Keys.SPACE)
        for _ in range(4):
            active = self.desk.driver.switch_to.active_element
            if active.get_attribute("value") == value and active.is_selected():
                return
            self.desk.keys(Keys.ARROW_DOWN)
        self.fail(f"{value} cannot be chosen")

    def enter(self, css):
        self.desk.tab_to(css)
        self.desk.turn(lambda: self.desk.keys(Keys.ENTER))

    def test_a_widow_with_a_child_without_a_mouse(self):
        desk = self.desk
        desk.node = self.node
        desk.who = (self.node.name, "clerk")
        desk.driver.execute_cdp_cmd("Network.enable", {})
        desk.driver.execute_cdp_cmd(
            "Network.setExtraHTTPHeaders", {"headers": {"Accept-Language": "ar-IQ,ar"}})
        desk.go("/")
        page = desk.find("html")
        self.assertEqual((page.get_attribute("lang"), page.get_attribute("dir")), ("ar", "rtl"))

        # The name's field has the focus already.
        desk.keys("clerk", Keys.TAB, PASSWORD)
        desk.turn(lambda: desk.keys(Keys.ENTER))
        self.assertEqual(desk.path, "desk")

        # Search first: nobody is there.
        desk.keys("خولة سرمد الزنكنه")
        desk.wait(lambda _: desk.has("#results a[href='/register']"), "that nobody was found")
        self.enter("#results a[href='/register']")
        self.enter("form[action='/register'] button")

        self.select("area", "03-6")
        self.fill(address="محلة ٣١٥ زقاق ٢٦ دار ٣٣")
        self.select("category", "widow")
        self.fill(rooms="٢", monthlyIncome="١٥٠٠٠٠")
        self.enter("form[data-check] button.main")

        # The head's given name has the focus.
        desk.keys("خولة", Keys.TAB, "سرمد", Keys.TAB, "جاسم", Keys.TAB, "الزنكنة")
        self.radio("sex", "F")
        self.fill(birthDate="١٩٨٤/٣/١٢", motherName="بدرية", nationalID="1984")
        # What is wrong is told beside the field as one goes on, and the keyboard stays where it is.
        desk.keys(Keys.TAB)
        desk.wait(lambda _: desk.find("#f-nationalID-problem").text, "the message at the field")
        self.assertEqual(
            desk.driver.switch_to.active_element.get_attribute("name"), "phone")
        desk.hold(Keys.SHIFT, Keys.TAB)
        self.fill(nationalID="١٩٨٤٣٣٠٠١٢٣٤", phone="٠٧٧٠ ١٢٣ ٤٥٦٧")
        desk.wait(lambda _: not desk.all("#f-nationalID-problem")[0].text, "no message any more")
        self.enter("button[name=act][value=add]")

        # A child: the names that it shares stand there already.
        self.assertEqual(desk.find("[name=familyName]").get_attribute("value"), "الزنكنة")
        self.assertEqual(desk.find("[name=motherName]").get_attribute("value"), "خولة")
        desk.keys("ياسر", Keys.TAB, "محمود")
        self.radio("sex", "M")
        self.fill(birthDate="2015")
        self.enter("button[name=act][value=add]")
        self.enter("button[name=act][value=continue]")

        desk.tab_to("input[name=hasNoAccount]")
        desk.keys(Keys.SPACE)
        self.enter("form[data-check] button.main")
        self.assertIn("خولة سرمد جاسم الزنكنة", desk.text)
        self.enter("form[data-check] button.main")
        self.assertTrue(desk.path.endswith("/receipt"))
        self.assertIn("خولة سرمد جاسم الزنكنة", desk.text)
        self.assertTrue(desk.has("svg"), "a receipt has a code to scan")

        # Found by other spellings, in another script, by number and telephone.
        for spelling in [
            "خوله سرمد الزنكنه", "Khawla Sarmad", "زنكنة خولة", "198433001234", "٠٧٧٠١٢٣٤٥٦٧",
            "ياسر محمود",
        ]:
            with self.subTest(spelling):
                desk.go("/desk")
                desk.hold(Keys.CONTROL, "a")
                desk.keys(spelling)
                desk.wait(
                    lambda _: any("الزنكنة" in row.text for row in desk.all("#results tr")),
                    f"the family under “{spelling}”")
        # The first row is opened with the keyboard.
        desk.keys(Keys.ARROW_DOWN)
        desk.turn(lambda: desk.keys(Keys.ENTER))
        self.assertTrue(desk.path.startswith("families/"))
        self.assertIn("خولة", desk.text)

    def test_a_draft_survives_a_closed_browser_and_a_restarted_node(self):
        desk = self.desk
        desk.become(self.node, "judge")
        desk.go("/register")
        desk.press("form[action='/register'] button")
        desk.choose("area", "03-7")
        desk.type("address", "قرب الجامع الكبير")
        desk.press("form[data-check] button.main")
        draft = desk.path
        self.node.stop()
        self.node.serve()
        other = Desk("ar")
        self.addCleanup(other.close)
        other.become(self.node, "judge")
        other.go("/register")
        self.assertIn(draft.split("/")[1], other.find("main").get_attribute("innerHTML"))
        other.go("/" + draft.replace("members", "household"))
        self.assertEqual(
            other.find("[name=address]").get_attribute("value"), "قرب الجامع الكبير")
        desk.sessions.clear()


if __name__ == "__main__":
    unittest.main()
