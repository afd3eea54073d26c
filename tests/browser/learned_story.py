"""What becomes of learning from a case review, told in a browser: advice to a force, a briefing, a change of the plan."""

import re

from playwright.sync_api import expect

from tests.browser.case_texts import ADVICE, BRIEFING
from tests.browser.telling import Teller


class LearnedStory(Teller):
    """The second half of the story; it needs a `reference` with assured learning, and gets a briefing of a `number`."""

    reference = ""
    number = title = ""

    @property
    def briefing(self):
        return f"/reviews/briefings/{self.number}/"

    # ---- advice to a force --------------------------------------------------------------------------------------
    def is_recommended(self, force, action, due):
        """Staff turn the learning into a recommendation for a force."""
        page = self.go("staff", f"/reviews/cases/{self.reference}/")
        self.press(page, "Add a recommendation")
        self.fill(page, page.locator("[name=text]"), ADVICE)
        self.pick(page, page.locator("[name=action]"), action)
        self.pick(page, page.locator("[name=force]"), force)
        self.fill_day(page, page.locator("[name=due_on]"), due)
        self.press(page, re.compile("^Save$"))
        main = page.get_by_role("main")
        expect(main).to_contain_text("It stands in the force's improvement plan as")
        return main.get_by_role("link", name=re.compile("^IA-")).inner_text()

    def stands_in_the_plan(self, improvement):
        """The force's lead finds it in the improvement plan, and opens it."""
        page = self.go("lead", f"/nvap/improvement/?q={improvement}")
        row = page.get_by_role("row", name=re.compile(improvement))
        self.click(page, row.get_by_role("link").first)
        expect(page.get_by_role("main")).to_contain_text(ADVICE)
        expect(page.get_by_role("main")).to_contain_text(self.reference)

    # ---- a briefing ---------------------------------------------------------------------------------------------
    def subscribes(self, who):
        """Somebody of a force wants to be told."""
        page = self.go(who, "/reviews/briefings/")
        self.press(page, "Tell me by mail when one is published")
        expect(page.get_by_role("main")).to_contain_text("You get a mail when a briefing is published.")

    def cancels(self, who):
        """And wants it no more."""
        page = self.go(who, "/reviews/briefings/")
        self.press(page, "Stop the mails")
        expect(page.get_by_role("button", name="Tell me by mail when one is published")).to_be_visible()

    def is_written(self, title, theme, first, last):
        """Staff choose the period; the portal counts; sections fill themselves. Gives back what was counted."""
        self.title = title
        page = self.go("staff", "/reviews/briefings/")
        self.press(page, "Write a briefing")
        self.fill(page, page.locator("[name=title]"), title)
        self.fill(page, page.locator("[name=summary]"), BRIEFING["summary"])
        self.fill_day(page, page.locator("[name=period_from]"), first)
        self.fill_day(page, page.locator("[name=period_to]"), last)
        self.pick(page, page.locator("[name=theme_code]"), theme)
        self.press(page, "Begin")
        self.number = re.search(r"briefings/(\d+)/", page.url).group(1)
        counted = re.search(r"(\d+) examined, (\d+) included", page.get_by_role("main").inner_text())
        self.press(page, "See them, and choose by hand")
        expect(page.get_by_role("main")).to_contain_text(self.reference)
        self._sections(page)
        self._names("2.2.1")
        return tuple(int(number) for number in counted.groups())

    def _sections(self, page):
        self.go("staff", f"{self.briefing}sections/new/text/")
        self.fill(page, page.locator("[name=heading]"), BRIEFING["heading"])
        self.fill(page, page.locator("[name=text]"), BRIEFING["text"])
        self.press(page, "Preview")
        expect(page.locator("#preview")).to_contain_text("Write down the answer.")
        self.press(page, re.compile("^Save$"))
        for kind in ("figures", "points", "actions"):
            self.go("staff", f"{self.briefing}sections/new/{kind}/")
            self.press(page, re.compile("^Save$"))

    def _names(self, action):
        page = self.go("staff", f"{self.briefing}write/")
        main = page.get_by_role("main")
        self.open(page, main.locator("summary", has_text="Name an action"))
        self.pick(page, main.locator("[name=action]"), action)
        self.fill(page, main.locator("[name=why]"), BRIEFING["why"])
        self.press(page, "Name it")
        expect(main).to_contain_text(BRIEFING["why"])

    def is_published(self, reviewer):
        """A second person reads it as readers will, and publishes it."""
        page = self.go("staff", f"{self.briefing}write/")
        self.pick(page, page.locator("[name=reviewer]"), reviewer)
        self.press(page, "Send to its reviewer")
        assert not page.get_by_role("link", name=re.compile("^Publish$")).count(), "Its author may not publish it."
        page = self.go("second", "/")
        self.press(page, self.title)
        self.press(page, re.compile("^Publish$"))
        self.press(page, re.compile("^Publish$"))
        expect(page.get_by_role("main")).to_contain_text(re.compile(r"published \d"))

    def is_read(self, who, learned, counted):
        """A reader opens it from the list, sees the figures and what was learned, and says how useful it is."""
        page = self.go(who, "/reviews/briefings/")
        shown = page.locator(".app-result", has=page.get_by_role("link", name=self.title))
        expect(shown.first).to_contain_text(re.compile("{} reviews? examined, {} included".format(*counted)))
        self.press(page, self.title)
        main = page.get_by_role("main")
        for text in (BRIEFING["summary"], BRIEFING["heading"], learned, BRIEFING["why"], self.row["title"]):
            expect(main).to_contain_text(text)
        self.check(page, page.locator("input[name=useful][value='4']"))
        self.fill(page, page.locator("#feedback textarea"), BRIEFING["feedback"])
        self.press(page, re.compile("^Send$"))
        expect(main).to_contain_text("You can change it")
        return page.request.get(main.get_by_role("link", name="Open as PDF").get_attribute("href")).body()

    def changes_the_plan(self, action):
        """Staff see what readers say, and propose to change the action that the briefing names."""
        page = self.go("staff", self.briefing)
        self.open(page, page.locator("summary", has_text="What readers say"))
        expect(page.get_by_role("main")).to_contain_text(BRIEFING["feedback"])
        self.press(page, f"Propose the change {action}")
        self.fill(page, page.locator("[name=proposal]"), BRIEFING["proposal"])
        self.press(page, "Send the proposal")
        main = page.get_by_role("main")
        expect(main).to_contain_text(BRIEFING["proposal"])
        expect(main.get_by_role("link", name=self.title)).to_be_visible()
        page = self.go("staff", self.briefing)
        expect(page.get_by_role("main")).to_contain_text("To be decided")
