"""The main story of the practice bank, told step by step in a browser, for whoever drives the pages.

Each step takes Playwright pages of people who are signed in and checks what they read. `axe` looks at every page.
"""

import json
import re
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfWriter

from practice import rubric
from practice.reference import DATA
from practice.vocab import RUBRIC
from tests.browser.telling import ByKeyboard, Teller

REAL = {row["key"]: row for row in json.loads((DATA / "practices.json").read_text(encoding="utf-8"))}
PRACTICE = REAL["safer-places-norwich"]
ADDED = {
    "contact_name": "Safer places team",
    "contact_email": "safer.places@portal.example",
    "learning": "Ring the harbour office on 01603 496000 before the first visit.",
}
CHECKS = ("Personal data", "Duplicates", "Sensitivity", "Completeness")
NEVER = "The example must not be found any more."


class Story(Teller):
    """The practice bank's story; the example's `reference` once it has one."""

    reference = ""

    # ---- the officer --------------------------------------------------------------------------------------------
    def starts(self):
        """Through the call to a draft with a reference."""
        page = self.go("officer", "/practice/calls/")
        self.press(page, "Practice on vulnerability and serious violence")
        self.press(page, re.compile("^Start"))
        self.reference = re.search(r"VP-\d{4}-\d{5}", page.url).group()

    def writes(self):
        """Every page of the form, from the real file."""
        page = self.pages["officer"]
        texts = {
            "basics": {name: PRACTICE[name] for name in ("title", "summary", "lead_organisation")}
            | {name: ADDED[name] for name in ("contact_name", "contact_email")},
            "aims": {"aim": PRACTICE["aim"]},
            "description": {"description": PRACTICE["description"]},
            "results": {"learning": ADDED["learning"]},
        }
        choices = {
            "kind": {"categories": PRACTICE["categories"], "strands": PRACTICE["strands"], "serious_violence": [False]},
            "reach": {"scale": [PRACTICE["scale"]], "stage": ["untested"], "target_groups": ["adults", "communities"]},
        }
        for section in ("basics", "kind", "reach", "aims", "description", "results"):
            self.go("officer", self.write(f"{section}/"))
            for name, text in texts.get(section, {}).items():
                self.fill(page, page.locator(f"[name={name}]"), text)
            for name, values in choices.get(section, {}).items():
                for value in values:
                    self.choose(page, name, value)
            self.press(page, "Save and continue")
            assert section not in page.url, (
                f"{section} was not saved: {page.locator('.govuk-error-summary').all_inner_texts()}"
            )

    def choose(self, page, name, value):
        """Tick a box or a radio by its value, opening the group it lies in."""
        words = str(value) if not isinstance(value, bool) else ("yes" if value else "no")
        box = page.locator(f"input[name={name}][value='{words}' i]")
        for group in page.locator("main details:not([open])", has=box).all():
            self.open(page, group.locator("summary"))
        self.check(page, box)

    def attaches(self, folder):
        """A PDF, which the worker checks before anybody can open it."""
        leaflet = Path(folder) / "leaflet.pdf"
        writer = PdfWriter()
        writer.add_blank_page(200, 200)
        writer.write(leaflet)
        page = self.go("officer", self.write("files/"))
        page.get_by_label("Add files").set_input_files(str(leaflet))
        self.press(page, re.compile("^Add$"))
        expect(page.get_by_role("main")).to_contain_text("leaflet.pdf")

    def permits(self, *uses):
        """Gives permissions one by one."""
        for use in uses:
            page = self.go("officer", self.write("permissions/"))
            self.press(page, re.compile(f"^Permit.*{use}", re.DOTALL))
            expect(page.get_by_role("main")).to_contain_text("Permitted")

    def sends(self):
        """The check page marks the telephone number; kept, declared, sent."""
        page = self.go("officer", self.write("check/"))
        expect(page.get_by_role("main")).to_contain_text("01603 496000")
        expect(page.get_by_role("main")).to_contain_text("looks like a telephone number")
        self.check(page, page.locator("input[name^=finding-]").first)
        self.check(page, page.locator("[name=declaration]"))
        self.press(page, "Send to VKPP")
        expect(page.get_by_role("main")).to_contain_text(self.reference)
        expect(page.get_by_role("heading", level=1)).to_have_text("Example sent")

    def answers_and_sends_again(self, question):
        """Reads the question, adds to a text, replies and sends again."""
        page = self.go("officer", f"/practice/mine/{self.reference}/")
        expect(page.get_by_role("main")).to_contain_text(question)
        page = self.go("officer", self.write("results/"))
        self.fill(page, page.locator("[name=impact]"), "27 premises took part in the first year.")
        self.press(page, "Save and continue")
        page = self.go("officer", self.write("check/"))
        self.check(page, page.locator("[name=declaration]"))
        self.press(page, "Send to VKPP")
        expect(page.get_by_role("heading", level=1)).to_have_text("Example sent")

    def takes_back(self, *uses):
        """Revokes permissions one by one."""
        for use in uses:
            page = self.go("officer", self.write("permissions/"))
            self.press(page, re.compile(f"^Take.*{use}", re.DOTALL))

    def write(self, rest=""):
        return f"/practice/write/{self.reference}/{rest}"

    # ---- VKPP ---------------------------------------------------------------------------------------------------
    def asks_back(self, question):
        """Staff claim the example, see the look-alike, and return it with a question."""
        page = self.go("staff", f"/practice/triage/?q={self.reference}")
        self.press(page, PRACTICE["title"])
        expect(page.get_by_role("main")).to_contain_text(re.compile(r"\d+ ?%"))
        self.press(page, "Claim")
        self.press(page, "Return with questions")
        self.fill(page, page.locator("[name=reason]"), question)
        self.press(page, "Return with questions")
        expect(page.get_by_role("main")).to_contain_text("Returned with questions")

    def takes_forward(self):
        """All checks recorded, then taken forward."""
        for check in CHECKS:
            page = self.go("staff", f"/practice/triage/{self.reference}/")
            box = page.locator(".app-check", has=page.get_by_role("heading", name=re.compile(f"^{check}")))
            if box.locator("details").get_attribute("open") is None:
                self.open(page, box.locator("summary"))
            self.click(page, box.get_by_role("button", name=re.compile("^No concern")))
        self.press(page, "Take forward")
        expect(page.get_by_role("main")).to_contain_text("Taken forward")

    def is_rated(self, *raters):
        """Raters score and judge, without seeing one another first."""
        for who in raters:
            page = self.go(who, f"/practice/rating/{self.reference}/rate/")
            for dimension in RUBRIC:
                score = "2" if dimension in {"evidence", "transferability"} else rubric.ABSTAIN
                self.check(page, page.locator(f"input[name={dimension}][value='{score}']"))
            expect(page.locator("input[name=overall][value=works]")).to_be_disabled()
            self.check(page, page.locator("input[name=overall][value=new_innovative]"))
            self.fill(page, page.locator("[name=rationale]"), "Clear and easy to copy; nothing measured yet.")
            self.press(page, "Save your rating")
            expect(page.get_by_role("main")).to_contain_text("Change your rating")

    def is_decided_and_released(self):
        """Staged by staff, released with its mail by an administrator."""
        page = self.go("staff", f"/practice/decisions/{self.reference}/stage/")
        self.check(page, page.locator("input[name=rating][value=new_innovative]"))
        self.check(page, page.locator("input[name=audience][value='2']"))
        self.fill(page, page.locator("[name=rationale]"), "New, and easy for others to copy.")
        self.press(page, "Stage the decision")
        page = self.go("administrator", "/practice/decisions/")
        row = page.get_by_role("row", name=re.compile(self.reference))
        self.check(page, row.get_by_role("checkbox"))
        self.press(page, "Look over and release the selected")
        self.press(page, re.compile("^Release$"))
        page = self.go("administrator", "/practice/outbox/")
        self.press(page, "Release all")
        self.press(page, re.compile("^Release (it|them)$"))

    # ---- another force ------------------------------------------------------------------------------------------
    def finds(self, who):
        """By search, to the page, with its rating and its file."""
        page = self.go(who, f"/practice/?q={PRACTICE['title'].replace(' ', '+')}")
        self.click(page, page.locator(f"main a[href*='{self.reference}']").first)
        main = page.get_by_role("main")
        expect(main).to_contain_text(PRACTICE["summary"])
        expect(main).to_contain_text("New or innovative")
        expect(main).to_contain_text("leaflet.pdf")

    def finds_nothing(self, who):
        """Not in the list, not by search, not by its address, not in the feed, not as PDF."""
        page = self.pages[who]
        for path in ("/practice/", f"/practice/?q={PRACTICE['title'].replace(' ', '+')}", "/practice/feed/"):
            page.goto(path)
            assert self.reference not in page.content(), f"{path}: {NEVER}"
        for path in (f"/practice/{self.reference}/", f"/practice/{self.reference}.pdf"):
            assert page.request.get(path).status == 404, f"{path}: {NEVER}"


class KeyboardStory(ByKeyboard, Story):
    """The same story for somebody without a mouse."""
