"""Every page of the console with somebody who opens it: for axe and for screenshots."""

from desk import Keys
from federation import shared
from test_duplicates import register, widow


class Page:
    """A page: what it is called, who opens it where, and how one gets there."""

    def __init__(self, name, node, who, path="", act=None):
        self.name, self.node, self.who, self.path, self.act = name, node, who, path, act

    def open(self, desk, language):
        desk.become(self.node, self.who, language)
        desk.go(self.path)
        if self.act:
            self.act(desk)


def prepare(desk):
    """Brings about what some pages need to show, and gives the list of all pages."""
    federation = shared()
    hub, ninewa, basra, office = (
        federation.hub, federation.ninewa, federation.basra, federation.office)
    ninewa.account("beginner", "registrar")

    # A payroll on its way, one that is sealed, duplicates that wait, and one that is decided.
    hub.run("duplicates", "scan", "--actor", "adjudicator")
    desk.become(hub, "adjudicator", "ar")
    desk.go("/cases")
    desk.press("tr.row-link a")
    case = "/" + desk.path
    desk.press("button[name=decision][value=same]")
    decided, case = case, "/" + desk.path
    desk.become(hub, "maker")
    desk.go("/payrolls")
    if not desk.has("tr.row-link"):
        months = [option.get_attribute("value")
                  for option in desk.all("select[name=cycle] option")]
        for month, steps in ((months[0], ["approve", "export"]), (months[1], [])):
            made = hub.run("payroll", "open", "--cycle", month, "--actor", "maker")["payroll"]
            hub.run("payroll", "freeze", made, "--stale", "include", "--actor", "maker")
            for step in ("compute", "review"):
                hub.run("payroll", step, made, "--actor", "maker")
            if steps:
                for name in ("first", "second"):
                    hub.run("payroll", "approve", made, "--actor", name)
                hub.run("payroll", "export", made, "--actor", "maker",
                        "--out", str(federation.folder / "sealed"))
    desk.go("/payrolls")
    payroll, sealed = ("/" + desk.all("tr.row-link a")[place].get_attribute("href")
                       .split("/", 3)[3] for place in (0, -1))
    desk.go(sealed)
    file = "/" + desk.find(".file a:not(.button)").get_attribute("href").split("/", 3)[3]
    federation.sync()

    # Two places correct two things of one person.
    desk.become(office, "clerk")
    corrected = register(
        desk, "03-1", [widow("شذى", "منشد", "197957310999", "07721000777")])
    federation.sync()
    for node, field, value in ((office, "motherName", "هلال"), (ninewa, "birthDate", "9/8/1979")):
        desk.become(node, "judge")
        desk.go(f"/families/{corrected}/change/correction")
        desk.press(".choices-list a")
        desk.type(field, value)
        desk.type("reason", "رأيت البطاقة")
        desk.press("main form button.main")
    federation.sync()
    desk.become(ninewa, "judge")
    desk.go(f"/families/{corrected}")
    desk.press(".notice.look a")
    conflict = "/" + desk.path

    # A family with a case, found as a clerk finds one.
    desk.become(hub, "adjudicator")
    desk.become(hub, "adjudicator")
    desk.go(case)
    family = desk.find(".card-head a.end").get_attribute("href").split("/", 3)[3]
    family = "/" + family

    desk.become(ninewa, "judge")
    registered = register(desk, "03-8", [
        widow("سجى", "ثامر", "197957312999", "07744000999"),
        {"givenName": "رضا", "fatherName": "مهند", "sex": "M", "birthDate": "2014-05-06"},
    ])
    desk.go(f"/families/{registered}/change/account")
    desk.type("iban", "IQ02RAFB371202601000002")
    desk.press("main form button.main")
    desk.become(ninewa, "clerk")
    desk.go("/register")
    desk.press("form[action='/register'] button")
    draft = "/" + desk.path.rsplit("/", 1)[0]
    desk.choose("area", "03-8")
    desk.press("form[data-check] button.main")
    for name, value in widow("سجى", "ثامر", "197957312999", "07744000999").items():
        if name == "sex":
            desk.tick(name, value)
        elif name == "relationship":
            desk.choose(name, value)
        else:
            desk.type(name, value)
    desk.press("button[name=act][value=add]")

    # A family that Basra asks for, a group of three, and a family known elsewhere.
    triple = widow("سلافة", "حاتم", "197957315511", "07744005511")
    desk.become(ninewa, "judge")
    for area in ("03-4", "03-5", "03-6"):
        register(desk, area, [triple])
    known = widow("ميعاد", "صدام", "197957315522", "07744005522")
    moving = register(desk, "03-4", [known])
    federation.sync()
    hub.run("duplicates", "scan", "--actor", "adjudicator")
    desk.become(hub, "adjudicator")
    desk.go("/cases")
    rows = [row for row in desk.all("tr.row-link") if "سلافة حاتم" in row.text]
    desk.turn(lambda: rows[0].find_element("css selector", "a").click())
    group = "/" + desk.path
    desk.become(basra, "judge")
    desk.go("/register")
    desk.press("form[action='/register'] button")
    elsewhere = "/" + desk.path.rsplit("/", 1)[0] + "/check"
    desk.choose("area", "02-3")
    desk.press("form[data-check] button.main")
    for name, value in known.items():
        if name == "sex":
            desk.tick(name, value)
        elif name == "relationship":
            desk.choose(name, value)
        else:
            desk.type(name, value)
    desk.press("button[name=act][value=continue]")

    def told(_):
        desk.go(elsewhere)
        return desk.has("#elsewhere table")
    desk.wait(told, "headquarters' answer")
    desk.go(f"/elsewhere/{moving}")
    desk.choose("to", "02-3")
    desk.type("reason", "تسكن مع أختها منذ آذار")
    desk.press("main form button.main")
    federation.sync()

    def search(text):
        def act(desk):
            desk.type("q", text)
            desk.turn(lambda: desk.keys(Keys.ENTER))
        return act

    def send(css="main form button.main"):
        return lambda desk: desk.press(css)

    def menu(desk):
        desk.find(".menu summary").click()

    return [
        Page("desk", ninewa, "clerk", "/desk", search("قثصض")),
        Page("desk-found", ninewa, "clerk", "/desk", search("محمد")),
        Page("desk-menu", ninewa, "clerk", "/desk", menu),
        Page("drafts", ninewa, "clerk", "/register"),
        Page("drafts-none", ninewa, "beginner", "/register"),
        Page("register-household", ninewa, "clerk", draft + "/household"),
        Page("register-members", ninewa, "clerk", draft + "/members"),
        Page("register-problems", ninewa, "clerk", draft + "/members",
             send("button[name=act][value=add]")),
        Page("register-account", ninewa, "clerk", draft + "/account"),
        Page("register-check", ninewa, "clerk", draft + "/check"),
        Page("family", ninewa, "judge", f"/families/{registered}"),
        Page("family-proposal", ninewa, "manager", f"/families/{registered}"),
        Page("family-hub", hub, "adjudicator", family),
        Page("history", ninewa, "judge", f"/families/{registered}/history"),
        Page("sheet", ninewa, "judge", f"/families/{registered}/sheet"),
        Page("receipt", ninewa, "judge", f"/families/{registered}/receipt"),
        Page("receipt-slip", ninewa, "judge", f"/families/{registered}/receipt?paper=80mm"),
        Page("change", ninewa, "judge", f"/families/{registered}/change/choose"),
    ] + [
        Page(f"change-{kind}", ninewa, "judge", f"/families/{registered}/change/{kind}")
        for kind in ("birth", "marriage", "joins", "leaves", "divorce", "death", "move",
                     "account", "correction")
    ] + [
        Page("change-problems", ninewa, "judge", f"/families/{registered}/change/birth", send()),
        Page("cases", hub, "adjudicator", "/cases"),
        Page("cases-decided", hub, "adjudicator", "/cases?show=decided"),
        Page("cases-none", hub, "adjudicator", "/cases?show=mine"),
        Page("case", hub, "adjudicator", case),
        Page("case-decided", hub, "adjudicator", decided),
        Page("case-province", ninewa, "judge", "/cases"),
        Page("case-group", hub, "adjudicator", group, lambda desk: desk.driver.execute_script(
            "document.getElementById('group').scrollIntoView()")),
        Page("elsewhere-search", basra, "judge", "/desk",
             lambda desk: (search("197957315522")(desk),
                           desk.press("form[action='/elsewhere'] button"))),
        Page("register-elsewhere", basra, "judge", elsewhere),
        Page("elsewhere", basra, "judge", f"/elsewhere/{moving}"),
        Page("elsewhere-unknown", basra, "judge", "/elsewhere/01900000-0000-7000-8000-000000000001"),
        Page("transfers-asking", basra, "judge", "/transfers"),
        Page("transfers", ninewa, "judge", "/transfers"),
        Page("transfers-none", office, "judge", "/transfers"),
        Page("family-asked-for", ninewa, "judge", f"/families/{moving}"),
        Page("import", ninewa, "manager", "/import"),
        Page("import-problem", ninewa, "manager", "/import", send()),
        Page("broken-rules", hub, "reviewer", "/broken-rules"),
        Page("broken-rules-none", basra, "manager", "/broken-rules"),
        Page("conflicts", ninewa, "judge", "/conflicts"),
        Page("conflict", ninewa, "judge", "/conflicts",
             lambda desk: desk.has("tr.row-link a") and desk.press("tr.row-link a")),
        Page("overview", hub, "reviewer", "/overview"),
        Page("overview-province", ninewa, "manager", "/overview"),
        Page("nodes", hub, "operator", "/nodes"),
        Page("node", hub, "operator", "/nodes/IQ-NI"),
        Page("payrolls", hub, "maker", "/payrolls"),
        Page("payroll", hub, "maker", payroll),
        Page("payroll-approve", hub, "first", payroll),
        Page("payroll-holds", hub, "maker", payroll + "/holds"),
        Page("payroll-comparison", hub, "maker", payroll + "/comparison"),
        Page("payroll-sealed", hub, "maker", sealed),
        Page("payment-file", hub, "maker", file),
        Page("set-aside", hub, "operator", "/set-aside"),
        Page("bundles", hub, "operator", "/bundles"),
        Page("bundles-office", office, "clerk", "/bundles"),
        Page("configuration", hub, "admin", "/configuration"),
        Page("conflict-both", ninewa, "judge", conflict),
        Page("users", hub, "admin", "/users"),
        Page("user", hub, "admin", "/users/maker"),
        Page("users-province", ninewa, "manager", "/users"),
        Page("audit", hub, "reviewer", "/audit"),
        Page("status", ninewa, "clerk", "/status"),
        Page("status-office", office, "clerk", "/status"),
        Page("help", ninewa, "clerk", "/help"),
        Page("password", ninewa, "clerk", "/password"),
        Page("not-found", ninewa, "clerk", "/nothing"),
        Page("forbidden", ninewa, "clerk", "/payrolls"),
    ]
