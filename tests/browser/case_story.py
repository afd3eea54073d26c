"""The story of a case review, told step by step in a browser, for whoever drives the pages.

An officer sends it in with its report; VKPP screens it; the worker reads the text; two people code it apart and disagree;
a third brings their codings together and assures them. Then it stands in themes, search and plan; `learned_story.py` goes on.
"""

import re

from playwright.sync_api import expect

from tests.browser.case_texts import PASSAGES, REPORT_NAME
from tests.browser.learned_story import LearnedStory
from tests.browser.telling import WAITING, ByKeyboard

CODED = {"level": "operational", "kind": "problem"}


class CaseStory(LearnedStory):
    """One telling about one review of the file `row`; its `reference` once it has one."""

    def __init__(self, pages, look, row, kinds):
        super().__init__(pages, look)
        self.row, self.kinds, self.benches = row, kinds, {}

    @property
    def place(self):
        return f"/reviews/cases/{self.reference}/"

    # ---- what pages do differently without script, without a mouse ----------------------------------------------
    def take(self, page, words):
        """Take words of the text into the form: drawn over with the mouse."""
        page.evaluate(SELECT, words)
        self.tap(page, page.get_by_role("button", name="Use this passage"))
        expect(page.get_by_label("Passage", exact=True)).to_have_value(words)

    def wait_for(self, page, thing):
        """Until a worker has done it: the page says so by itself."""
        expect(thing.first).to_be_visible(timeout=WAITING * 1000)
        self.look(page)

    def appears(self, who, path, thing):
        """Open a page until `thing` is on it; figures follow within seconds."""
        page = self.pages[who]
        for _second in range(WAITING):
            page.goto(path)
            if thing(page).count():
                self.look(page)
                return page
            page.wait_for_timeout(1000)
        raise AssertionError(f"{page.url}: not there in {WAITING} s: {page.get_by_role('main').inner_text()}")

    def is_told(self, page, words):
        """The portal says that it did something."""
        expect(page.locator("body")).to_contain_text(words)

    # ---- the officer of a force ---------------------------------------------------------------------------------
    def is_sent_in(self):
        """The short form; the portal asks about a telephone number, and shows what looks alike when the title is vague."""
        page = self.go("officer", "/reviews/")
        self.press(page, "Send a review in")
        self.pick(page, page.locator("[name=type]"), self.kinds[self.row["review_type"]])
        self.fill(page, page.locator("[name=title]"), self.row["title"].partition(" Case ")[0])
        self.fill(page, page.locator("[name=partnership]"), self.row["partnership"])
        self.pick(page, page.locator("[name=force]"), "Devon and Cornwall")
        year, month = self.row["publication_date"].split("-")
        self.fill(page, page.locator("[name=published]"), f"{int(month)} {year}")
        self.fill(page, page.locator("[name=source_url]"), self.row["source"])
        self.check(page, page.locator("input[name=police_before][value=yes]"))
        self.fill(page, page.locator("[name=police_contact]"), "Calls to the home; ask the author on 01392 496000.")
        self.open(page, page.get_by_role("main").locator("summary").first)
        self.pick(page, page.locator("[name=outcome]"), "Death")
        for strand in self.row["strands"]:
            self.check(page, page.locator(f"input[name=strands][value={strand}]"))
        self.press(page, "Send it in")
        main = page.get_by_role("main")
        expect(main.locator("#personal")).to_contain_text("01392 496000")
        self.fill(page, page.locator("[name=police_contact]"), "Calls to the home in the year before.")
        self.press(page, "Send it in")
        expect(main.locator("#similar")).to_contain_text(self.row["partnership"])
        expect(main.locator("#similar")).to_contain_text(re.compile(r"\d+% alike"))
        self.fill(page, page.locator("[name=title]"), self.row["title"])
        self.press(page, "Send it in")
        self.reference = re.search(r"CR-\d+", page.url).group()
        self.is_told(page, f"{self.reference} is sent")

    def report_is_read(self, pdf):
        """The officer adds the report; a worker reads it page by page, and the page says how far it is."""
        page = self.go("officer", f"{self.place}documents/")
        file = {"name": REPORT_NAME, "mimeType": "application/pdf", "buffer": pdf}
        page.locator("input[name=file]").set_input_files(file)
        self.press(page, re.compile("^Add$"))
        main = page.get_by_role("main")
        expect(main).to_contain_text(REPORT_NAME)
        self.wait_for(page, main.get_by_role("link", name=re.compile("^Read the text")))
        self.press(page, re.compile("^Read the text"))
        page = self.go("officer", "/reviews/sent/")
        expect(page.get_by_role("main")).to_contain_text(self.row["title"])

    # ---- VKPP ---------------------------------------------------------------------------------------------------
    def is_screened(self):
        """Staff see what was sent in and the rule, and include it."""
        page = self.go("staff", f"/reviews/screening/?q={self.reference}")
        self.press(page, self.row["title"])
        main = page.get_by_role("main")
        expect(main).to_contain_text("police were involved with the person or family before the incident")
        expect(main.locator("input[name=police_before][value=yes]")).to_be_checked()
        self.press(page, "Include it")
        self.is_told(page, f"{self.reference} is included")

    def is_given_to(self, **people):
        """Staff choose two coders, and who brings their codings together."""
        page = self.go("staff", "/reviews/coding/?tab=assign")
        self.press(page, f"Choose coders {self.reference}")
        for role, name in people.items():
            self.pick(page, page.locator(f"[name={role}]"), name)
        self.press(page, "Give it to them")
        self.is_told(page, "The review is with its coders")

    def codes(self, who, points):
        """The coder reads page by page, takes passages into the form, and says what may be learned."""
        page = self.go(who, "/reviews/coding/")
        self.press(page, f"Begin {self.reference}")
        self.benches[who] = re.search(r"/reviews/coding/\d+/", page.url).group()
        for point in points:
            self._turns_to(page, point["page"])
            self.take(page, PASSAGES[point["passage"]])
            self._says(page, point)
            self.press(page, "Save learning point")
            self.is_told(page, "The learning point is saved")
            expect(page.locator("mark.app-passage").first).to_be_visible()

    def _turns_to(self, page, number):
        for _page in range(20):
            if page.get_by_text(f"page {number} of ").count():
                expect(page.locator("[name=page_number]")).to_have_value(str(number))
                return
            self.press(page, "Next page")
            expect(page.locator("#text")).to_contain_text("Previous page")
        raise AssertionError(f"{page.url}: page {number} is not reached.")

    def _says(self, page, point):
        self.fill(page, page.get_by_label("What may policing learn?"), point["text"])
        self.pick(page, page.get_by_label("Theme"), point["theme"])
        for name, value in {**CODED, **point.get("coded", {})}.items():
            self.check(page, page.locator(f"input[name={name}][value={value}]"))
        for action in point.get("actions", ()):
            box = page.locator(f"input[name=actions][value='{action}']")
            for group in page.locator("main details:not([open])", has=box).all():
                self.open(page, group.locator("summary"))
            self.check(page, box)
        self.fill(page, page.get_by_label("What does the review recommend about it?"), point.get("recommended", ""))

    def sees_nothing_of(self, who, other, texts):
        """A coder meets nothing of the other's coding: not at its address, on no page about the review."""
        page = self.pages[who]
        assert page.request.get(self.benches[other]).status == 404
        for path in (self.place, f"{self.place}coding/", f"{self.place}coding/compare/", "/reviews/coding/"):
            said = page.request.get(path).text()
            assert not [text for text in texts if text in said], f"{who} reads {other}'s coding at {path}"

    def is_done(self, who, note=""):
        """The coder looks over the coding and is done."""
        page = self.go(who, self.benches[who])
        self.press(page, "I am done")
        self.fill(page, page.locator("[name=note]"), note)
        self.press(page, "I am done")
        self.is_told(page, "You are done")
        return page

    def is_brought_together(self, taken, joined):
        """A third person sees how far they agreed, takes one point, joins two, and agrees the coding."""
        page = self.go("third", "/reviews/coding/?tab=compare")
        self.press(page, f"See both codings {self.reference}")
        main = page.get_by_role("main")
        expect(main).to_contain_text("Krippendorff’s alpha")
        expect(main).to_contain_text("Cohen’s kappa")
        said = main.inner_text()
        self.press(page, re.compile(rf"^Take it {re.escape(taken[:20])}"))
        self.press(page, re.compile("^Join them into one"))
        self.fill(page, page.get_by_label("What may policing learn?"), joined)
        self.press(page, "Take it into the agreed coding")
        expect(main).to_contain_text(joined)
        self.press(page, "Agree the coding")
        self.press(page, "Agree the coding")
        return said

    def is_assured(self):
        """The coding is quality-assured: its learning counts from now on."""
        page = self.go("third", "/reviews/coding/?tab=assure")
        self.press(page, f"Check and assure {self.reference}")
        self.press(page, "Quality-assure it")
        self.is_told(page, "Quality-assured. Its learning points are in the figures now.")

    # ---- what became of it --------------------------------------------------------------------------------------
    def stands_everywhere(self, theme, words, learned, action):
        """Under recurrent themes, in the search with the words marked, and beside the action of the plan."""
        title = self.row["title"]
        page = self.go("officer", "/reviews/themes/")
        self.press(page, theme)
        self.press(page, "All learning points on this theme")
        page = self.appears("officer", page.url, lambda page: page.get_by_role("link", name=title))
        expect(page.get_by_role("main")).to_contain_text(learned)
        page = self.appears("officer", f"/reviews/search/?q={words.replace(' ', '+')}", self._result)
        expect(self._result(page)).to_contain_text(re.compile("page 3", re.IGNORECASE))
        marked = {text.lower() for text in self._result(page).locator("mark").all_inner_texts()}
        assert set(words.split()) <= marked, marked
        self.press(page, title)
        expect(page.get_by_role("main")).to_contain_text(learned)
        page = self.go("officer", f"/nvap/plans/{action}/")
        expect(page.get_by_role("heading", name="Learning from reviews that cites it")).to_be_visible()
        self.press(page, re.compile(r"^See all \d+ learning points"))
        while not page.get_by_role("link", name=title, exact=True).count():
            self.press(page, "Next page")
        expect(page.get_by_role("main")).to_contain_text(learned)

    def _result(self, page):
        return page.locator(".app-result", has=page.get_by_role("link", name=self.row["title"], exact=True))


class PlainCaseStory(CaseStory):
    """The same story where script is switched off."""

    def take(self, page, words):
        """Copy the passage into the form; the server finds it on the page."""
        self.fill(page, page.get_by_label("Passage", exact=True), words)

    def wait_for(self, page, thing):
        """Until a worker has done it: look again."""
        for _second in range(WAITING):
            if thing.count():
                self.look(page)
                return
            page.wait_for_timeout(1000)
            self.press(page, "See how far it is")
        raise AssertionError(f"{page.url}: not there in {WAITING} s: {page.get_by_role('main').inner_text()}")


class CaseKeyboardStory(ByKeyboard, CaseStory):
    """The same story for somebody without a mouse."""

    def take(self, page, words):
        """Walk to the passage with the arrow keys, select it with Shift, press Enter."""
        text = page.locator("[data-app-passages]")
        self.reach(page, text)
        page.keyboard.press("Control+Home")
        for _letter in range(text.inner_text().index(words)):
            page.keyboard.press("ArrowRight")
        for _letter in words:
            page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Passage", exact=True)).to_have_value(words)


SELECT = """words => {
    const text = document.querySelector('[data-app-passages]')
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words)
        if (at >= 0) window.getSelection().setBaseAndExtent(node, at, node, at + words.length)
    }
}"""
