"""The main story of a return, told step by step in a browser, for whoever drives the pages.

An administrator opens a round; the lead shares out the work; one colleague answers on the pages, another offline in the
workbook; two write the same answer; a rule is explained; the chief officer signs; VKPP asks, the force answers; the
return is accepted, the national figure moves, the report opens.
"""

import datetime as dt
import io
import re

from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from nvap.workbook.layout import ANSWER, ROW_ID
from tests.browser.telling import ByKeyboard, Teller

FORCE = "norfolk"
OFFLINE = {
    "implementation": "Developing",
    "impact": "First signs",
    "confidence": "Fairly sure",
    "now": "Supervisors look at vulnerability in every daily meeting.",
    "planned": "Train the remaining districts by June.",
    "gap": "No",
    "practice": "No",
}
ONLINE = {
    "implementation": "developing",
    "impact": "first_signs",
    "confidence": "medium",
    "gap": "no",
    "practice": "no",
}
TEXTS = {"now": "All call handlers use one set of questions.", "planned": "Extend it to the front desks by May."}


class NvapStory(Teller):
    """One telling in a round of its own, named by `code`."""

    code = ""

    @property
    def place(self):
        return f"/nvap/returns/{self.code}/{FORCE}/"

    # ---- the round ----------------------------------------------------------------------------------------------
    def opens_a_round(self, code):
        """An administrator prepares a round of the first plan and announces it."""
        self.code = code
        page = self.go("administrator", "/nvap/manage/rounds/new/")
        self.fill(page, page.locator("[name=title]"), f"Round {code}")
        self.fill(page, page.locator("[name=code]"), code)
        page.locator("[name=plan]").select_option(label="NVAP, refreshed 2021")
        today = timezone.localdate()
        for name, days in (("opens", -1), ("due", 20), ("closes", 30), ("publishes", 60)):
            day = today + dt.timedelta(days=days)
            for number, part in enumerate((day.day, day.month, day.year)):
                self.fill(page, page.locator(f"[name={name}_on_{number}]"), str(part))
            self.fill(page, page.locator(f"[name={name}_time]"), "09:00")
        self.press(page, re.compile("^Save$"))
        self.press(page, re.compile("^Announce"))
        self.press(page, re.compile("^Announce"))
        expect(page.get_by_role("main")).to_contain_text("44")

    # ---- the force ----------------------------------------------------------------------------------------------
    def shares_out(self, themes):
        """The lead asks colleagues to answer themes: colleague's name → codes of themes."""
        page = self.go("lead", self.place)
        expect(page.get_by_role("main")).to_contain_text(re.compile(r"0 of \d+ actions answered"))
        for colleague, codes in themes.items():
            page = self.go("lead", f"{self.place}assign/")
            page.locator("select[name=person]").select_option(label=colleague)
            for code in codes:
                self.check(page, page.get_by_role("checkbox", name=re.compile(f"^{re.escape(code)} ")).first)
            self.press(page, "Ask this colleague")
            expect(page.get_by_role("main")).to_contain_text(colleague)

    def answers(self, who, action, **changes):
        """One action on its page; saved with the button."""
        page = self.go(who, f"{self.place}{action}/")
        for name, value in (ONLINE | {key: value for key, value in changes.items() if key in ONLINE}).items():
            self.check(page, page.locator(f"input[name=q-{name}][value={value}]"))
        for name, text in (TEXTS | {key: value for key, value in changes.items() if key in TEXTS}).items():
            self.fill(page, page.locator(f"[name=q-{name}]"), text)
        self.press(page, re.compile("^Save$"))
        return page

    def explains(self, who, action, explanation):
        """A rule found something; the person says why the answer is right all the same."""
        page = self.go(who, f"{self.place}{action}/")
        self.fill(page, page.locator("[name=explanation]").first, explanation)
        self.press(page, "Save the explanation")
        expect(page.get_by_role("main")).to_contain_text(explanation)

    def meet_on_one_answer(self, first, second, action):
        """Two people write the same text; the second sees both and joins them."""
        later = self.go(second, f"{self.place}{action}/")
        page = self.go(first, f"{self.place}{action}/")
        self.fill(page, page.locator("[name=q-now]"), "Response teams record every repeat call.")
        self.press(page, re.compile("^Save$"))
        self.fill(later, later.locator("[name=q-now]"), "Neighbourhood teams visit within two days.")
        self.press(later, re.compile("^Save$"))
        expect(later.get_by_role("heading", level=1)).to_have_text("The same answer was changed meanwhile")
        self.check(later, later.get_by_role("radio", name=re.compile("join|both|together", re.IGNORECASE)).first)
        self.press(later, re.compile("^Save"))
        page = self.go(first, f"{self.place}{action}/")
        now = page.locator("[name=q-now]").input_value()
        assert "Response teams record" in now
        assert "Neighbourhood teams visit" in now

    def answers_offline(self, who):
        """In the workbook: made by a worker, filled in with openpyxl, uploaded, looked over, applied."""
        page = self.go(who, f"{self.place}workbook/")
        self.press(page, re.compile("^Make "))
        self.wait_for(page, page.get_by_role("main").get_by_role("link", name=re.compile("Download")))
        address = page.get_by_role("main").get_by_role("link", name=re.compile("Download")).first.get_attribute("href")
        made = page.request.get(address)
        assert made.status == 200, made.status
        page = self.go(who, f"{self.place}workbook/")
        filled = {"name": "return.xlsx", "mimeType": "application/zip", "buffer": filled_in(made.body())}
        page.locator("input[name=file]").set_input_files(filled)
        self.press(page, "Upload")
        self.wait_for(page, page.get_by_role("link", name="See what was found"))
        self.press(page, "See what was found")
        self.press(page, "Apply these changes")
        self.wait_for(page, page.get_by_role("main").get_by_text(re.compile("applied", re.IGNORECASE)).first)

    def is_signed(self):
        """The lead puts it before the chief officer, who reads what changed, declares and signs."""
        page = self.go("lead", f"{self.place}sign/")
        self.press(page, "Send for signature")
        page = self.go("chief", f"{self.place}sign/")
        self.check(page, page.get_by_role("checkbox").first)
        self.press(page, "Continue")
        self.press(page, "Sign the return")
        expect(page.get_by_role("main")).to_contain_text("Signed")

    def is_sent(self):
        """The lead sends it to VKPP."""
        page = self.go("lead", f"{self.place}sign/")
        self.press(page, "Send to VKPP")
        expect(page.get_by_role("main")).to_contain_text("With VKPP")

    def answers_the_query(self, subject, answer):
        """The force finds the query in its list and answers it."""
        page = self.go("lead", "/nvap/queries/")
        self.press(page, re.compile(re.escape(subject)))
        self.fill(page, page.locator("textarea[name=text]"), answer)
        self.press(page, "Send the answer")
        expect(page.get_by_role("main")).to_contain_text(answer)

    # ---- VKPP ---------------------------------------------------------------------------------------------------
    def asks(self, action, subject):
        """Staff read the return from the desk, ask about one answer, and send it back."""
        page = self.go("staff", f"/nvap/desk/?round={self.code}")
        self.press(page, "Norfolk")
        page = self.go("staff", f"{self.place}read/{action}/")
        self.fill(page, page.locator("[name=subject]"), subject)
        self.fill(page, page.get_by_label("What do you want to know?"), "Please name the audit and its month.")
        self.press(page, "Raise the query")
        page = self.go("staff", f"{self.place}read/")
        self.press(page, "Send back with queries")

    def accepts(self, subject):
        """The query is closed and the return accepted."""
        page = self.go("staff", f"/nvap/queries/?q={self.code}")
        self.press(page, re.compile(re.escape(subject)))
        self.press(page, "Close the query")
        page = self.go("staff", f"{self.place}read/")
        self.press(page, "Accept the return")
        expect(page.get_by_role("main")).to_contain_text("Accepted")

    def national_figures(self, action):
        """What the national page says: forces that count as signed and as validated, and those that answered `action`."""
        page = self.go("staff", f"/insight/rounds/{self.code}/national/")
        main = page.get_by_role("main").inner_text()
        row = page.get_by_role("row", name=re.compile(f"^{re.escape(action)} ")).first
        answered = re.search(r"(\d+) of 44", row.inner_text()) if row.count() else None
        return {
            "signed": int(re.search(r"Signed \((\d+)\)", main).group(1)),
            "validated": int(re.search(r"Validated \((\d+)\)", main).group(1)),
            "answered": int(answered.group(1)) if answered else 0,
        }

    def opens_the_report(self):
        """The force's feedback report, made by a worker as a PDF."""
        page = self.go("lead", f"/insight/rounds/{self.code}/forces/{FORCE}/")
        self.press(page, "Feedback report")
        self.press(page, re.compile("PDF"))
        self.wait_for(page, page.get_by_role("main").get_by_role("link", name=re.compile("Download")))
        address = page.get_by_role("main").get_by_role("link", name=re.compile("Download")).first.get_attribute("href")
        return page.request.get(address).body()


class NvapKeyboardStory(ByKeyboard, NvapStory):
    """The same story for somebody without a mouse."""


def filled_in(made):
    """The workbook with every action answered, as a colleague without a connection would."""
    book = load_workbook(io.BytesIO(made))
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_col=1, max_col=ROW_ID):
            _action, _slash, code = str(row[ROW_ID - 1].value or "").partition("/")
            if code in OFFLINE:
                row[ANSWER - 1].value = OFFLINE[code]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
