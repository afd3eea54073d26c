"""The story of a peer review, told step by step in a browser, from the force's request to what became of it.

A force asks; VKPP takes it on; scope and terms are agreed; a team is put together, with somebody refused and a conflict
declared; evidence is asked for and given; the team works, writes, is corrected and sends its report; what it recommends
stands in the improvement plan; the force sees its calibration first; a follow-up closes it.
"""

import datetime as dt
import re
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.telling import ByKeyboard, Teller

FORCE = "Kent Police"
MEMBERS = {
    "policing": "Peer Reviewer, policing (A police force in another region)",
    "academia": "Peer Reviewer, academia (A university)",
    "voluntary": "Peer Reviewer, voluntary sector (A national charity)",
}
OWN = "Peer Reviewer, Kent (Kent Police)"
ACTIONS = {
    "2.1.1": "Do call handlers ask whether the caller can speak?",
    "2.4.1": "Does somebody come back to victims?",
}
WHOM = "Six call handlers of two shifts"
NOTE = "Four of six ask whether the caller can speak. Nobody has told them to."
JUDGED = "Most call handlers ask. It rests on people, not on the way the room works."
ADVICE = "Put the question whether the caller can speak into the first screen of every call."
PROMISING = "A card with three questions beside every screen"
FINDINGS = (
    ("2.1.1", "strength", "Call handlers ask without being told", "Four of six asked whether the caller could speak."),
    ("2.4.1", "consider", "Nobody comes back to victims at weekends", "In 8 of 40 calls somebody rang back."),
    ("2.1.1", "promising", PROMISING, "One shift keeps a card with three questions beside every screen."),
)
WRONG, RIGHT = "In 8 of 40 calls somebody rang back.", "In 12 of 40 calls somebody rang back."
COMMENT = "The audit says 12 of 40, not 8."


class PeerStory(Teller):
    """One telling of its own review, named by `title`; its `reference` once it has one."""

    title = reference = ""

    def at(self, rest=""):
        """The address of a page of the review."""
        return f"/reviews/peer/{self.reference}/{rest}"

    def main(self, who):
        """What the person reads now."""
        return self.pages[who].get_by_role("main")

    def shut(self, who, *pages):
        """Pages of the review that are not for this person."""
        for page in pages:
            assert self.pages[who].request.get(self.at(page)).status in {403, 404}, f"{who} must not see {page}."

    def pick(self, page, name, value):
        """Tick the box or choose the radio of this value."""
        self.check(page, page.locator(f"input[name='{name}'][value='{value}']"))

    # ---- request, scope, terms ----------------------------------------------------------------------------------
    def is_asked_for(self, title):
        """The force's lead asks for a review of two actions."""
        self.title = title
        page = self.go("lead", "/reviews/peer/")
        self.press(page, "Ask for a peer review")
        self.fill(page, page.locator("[name=title]"), title)
        self.fill(page, page.locator("[name=reason]"), "Victims tell our advocates that nobody comes back to them.")
        for code in ACTIONS:
            self.check(page, page.get_by_role("checkbox", name=re.compile(f"^{re.escape(code)} ")))
        today = timezone.localdate()
        for name, days in (("wanted_from", 30), ("wanted_to", 60)):
            self.fill_day(page, page.locator(f"[name={name}]"), today + dt.timedelta(days=days))
        self.press(page, "Send the request to VKPP")
        self.reference = re.search(r"/reviews/peer/([^/]+)/", page.url).group(1)
        expect(self.main("lead")).to_contain_text("Asked for")

    def is_accepted(self, manager):
        """VKPP finds the request and takes it on; one of its advisers looks after it."""
        page = self.go("staff", f"/reviews/peer/?q={self.reference}")
        self.press(page, self.title)
        self.press(page, "Accept the request")
        self.select(page, page.locator("[name=manager]"), manager)
        self.press(page, "Accept the request")

    def is_scoped(self):
        """Scope and terms are drafted and sent; the force agrees them; the team can be put together."""
        page = self.go("staff", self.at("scope/"))
        self.press(page, "Change scope and terms")
        for code, question in ACTIONS.items():
            label = f"What does the force want to know about {code}?"
            self.fill(page, page.get_by_label(label), question)
        self.press(page, "Save and ask the force to agree")
        page = self.go("lead", self.at("scope/"))
        for question in ACTIONS.values():
            expect(self.main("lead")).to_contain_text(question)
        self.press(page, "Agree scope and terms")
        expect(self.main("lead")).to_contain_text("Agreed by the force")
        self._step("staff", "Scope and terms are agreed")

    def has_days(self):
        """Fieldwork, report, comments and follow-up have days, and a calendar file."""
        page = self.go("staff", self.at())
        self.press(page, "Change who and when")
        days = {"fieldwork_from": 1, "fieldwork_to": 2, "report_due_on": 20, "comments_due_on": 34, "follow_up_on": 200}
        for name, ahead in days.items():
            self.fill_day(page, page.locator(f"[name={name}]"), timezone.localdate() + dt.timedelta(days=ahead))
        self.press(page, "Save")
        file = page.request.get(self.at("days.ics"))
        assert file.text().count("BEGIN:VEVENT") >= 1, file.text()

    def _step(self, who, label):
        """A step from the overview: its button, then the button of the page that says what it means."""
        page = self.go(who, self.at())
        self.press(page, label)
        self.press(page, label)

    # ---- the team -----------------------------------------------------------------------------------------------
    def refuses_own_people(self):
        """Somebody of the reviewed force cannot join; the page says why."""
        page = self._adds(OWN, "policing")
        sentence = f"Peer Reviewer, Kent works for {FORCE}. Nobody of the reviewed force is on the team"
        expect(self.main("staff")).to_contain_text(sentence)
        assert page.url.endswith("/team/add/")

    def has_a_team(self):
        """Somebody from policing, who leads, from academia and from the voluntary sector."""
        for sector, person in MEMBERS.items():
            self._adds(person, sector, lead=sector == "policing")
            expect(self.main("staff").get_by_role("table")).to_contain_text(person.partition(" (")[0])
        expect(self.main("staff")).not_to_contain_text("Still missing")

    def _adds(self, person, sector, *, lead=False):
        page = self.go("staff", self.at("team/"))
        self.press(page, "Add somebody")
        self.select(page, page.locator("[name=person]"), person)
        self.pick(page, "sector", sector)
        if lead:
            self.check(page, page.locator("input[name=lead]"))
        self.press(page, "Add to the team")
        return page

    def declare(self, conflict):
        """Everybody declares, and sees what the force gives only afterwards; one has a conflict of interest."""
        for who in MEMBERS:
            self.shut(who, "evidence/", "notes/")
            page = self.go(who, self.at())
            self.press(page, "Declare your interests")
            if who == "academia":
                self.pick(page, "interest", "conflict")
                self.fill(page, page.locator("[name=text]"), conflict)
            else:
                self.pick(page, "interest", "none")
            self.press(page, "Keep my declaration")

    def cannot_start(self):
        """With a conflict on the team fieldwork does not begin, and who declared it sees nothing of the force."""
        self.shut("academia", "evidence/", "notes/", "findings/")
        sentence = "Peer Reviewer, academia has a conflict of interest: end their place, or have it waived."
        self.go("policing", self.at())
        expect(self.main("policing")).to_contain_text(sentence)
        assert self.main("policing").get_by_role("link", name="Start fieldwork").count() == 0
        page = self.go("policing", self.at("step/start/"))
        self.press(page, "Start fieldwork")
        expect(self.pages["policing"].locator(".govuk-error-summary")).to_contain_text(sentence)

    def is_waived(self, reason):
        """An administrator reads what was declared and lets the person take part, with a reason."""
        page = self.go("administrator", self.at("team/"))
        self.press(page, re.compile("^Waive the conflict"))
        self.fill(page, page.locator("[name=reason]"), reason)
        self.press(page, "Waive the conflict")
        expect(self.main("administrator")).to_contain_text("Conflict waived")
        self.go("academia", self.at("evidence/"))

    # ---- evidence -----------------------------------------------------------------------------------------------
    def asks_for_evidence(self, text, action, days):
        """The team asks for something, with a day; gives back the address of the request."""
        page = self.go("policing", self.at("evidence/new/"))
        self.fill(page, page.locator("[name=text]"), text)
        self.select(page, page.locator("[name=action]"), option_of(page, "action", action))
        self.fill_day(page, page.locator("[name=due_on]"), timezone.localdate() + dt.timedelta(days=days))
        self.press(page, "Ask the force")
        return self.main("policing").get_by_role("link", name=text).get_attribute("href")

    def gives_a_file(self, address, folder, name):
        """The force gives a file; the team opens it once the worker has found no virus in it."""
        file = Path(folder) / name
        file.write_text(f"{name}, made up. Forty calls were listened to; in twelve somebody rang back.")
        page = self.go("lead", address)
        page.get_by_label("Add files").set_input_files(str(file))
        self.press(page, "Give it to the team")
        page = self.go("policing", address)
        link = self.main("policing").get_by_role("link", name=name)
        self.wait_for(page, link)
        assert "twelve somebody rang back" in page.request.get(link.get_attribute("href")).text()
        self.press(page, "Mark as looked at")

    def gives_from_the_library(self, address, name):
        """The force gives what it has added before, without uploading it again."""
        page = self.go("lead", address)
        self.select(page, page.locator("[name=evidence]"), name)
        self.press(page, "Give it to the team")
        expect(self.main("lead").locator(".app-files")).to_contain_text(name)

    def reads_the_self_assessment(self):
        """Beside each action stands what the force signed last."""
        page = self.go("policing", self.at("self-assessment/"))
        for code in ACTIONS:
            part = page.locator(".app-sheet", has=page.get_by_role("heading", name=re.compile(f"^{re.escape(code)} ")))
            expect(part).to_contain_text("How far is this in place?")
            expect(part.locator("details")).to_have_count(1)

    # ---- fieldwork ----------------------------------------------------------------------------------------------
    def is_in_the_force(self):
        """Fieldwork begins; a conversation is planned, held and noted; the force sees neither plan nor notes."""
        self._step("policing", "Start fieldwork")
        page = self.go("policing", self.at("interviews/"))
        self.press(page, "Plan a conversation")
        self.pick(page, "kind", "focus_group")
        self.fill(page, page.locator("[name=whom]"), WHOM)
        self.fill_day(page, page.locator("[name=day]"), timezone.localdate())
        self.fill_time(page, page.locator("[name=time]"), "09:30")
        self.check(page, page.get_by_role("checkbox", name="Peer Reviewer, policing"))
        self.check(page, page.get_by_role("checkbox", name=re.compile(r"^2\.1\.1 ")))
        self.press(page, "Save")
        self.press(page, WHOM)
        self.press(page, "It was held")
        self.fill(page, page.get_by_label("New note"), NOTE)
        self.select(page, page.locator("#note-action"), option_of(page, "action", "2.1.1"))
        self.press(page, "Keep the note")
        expect(self.main("policing")).to_contain_text(NOTE)
        self.go("academia", self.at("notes/"))
        expect(self.main("academia")).to_contain_text(NOTE)
        self.shut("lead", "interviews/", "notes/", "findings/", "report/")

    def judges(self):
        """A judgement on every action, and findings with what shows them."""
        for code, level, evidence in (("2.1.1", 3, 2), ("2.4.1", 1, 2)):
            page = self.go("policing", self.at(f"findings/action/{code}/"))
            self.pick(page, "level", level)
            self.pick(page, "evidence", evidence)
            self.fill(page, page.locator("[name=text]"), JUDGED)
            self.press(page, "Save the judgement")

    def finds(self, piece):
        """A strength, an area to consider and a promising practice, shown by a document and a conversation."""
        for code, kind, title, text in FINDINGS:
            page = self.go("voluntary", self.at(f"findings/new/?action={code}"))
            self.pick(page, "kind", kind)
            self.fill(page, page.locator("[name=title]"), title)
            self.fill(page, page.locator("[name=text]"), text)
            self.check(page, page.get_by_role("checkbox", name=re.compile(f"^{re.escape(piece)} ")).first)
            self.check(page, page.get_by_role("checkbox", name=WHOM))
            self.press(page, "Save")
            expect(self.main("voluntary")).to_contain_text(piece)

    def recommends(self):
        """A recommendation that rests on a finding."""
        page = self.go("policing", self.at("findings/action/2.1.1/"))
        self.press(page, re.compile(f"^Recommend something.*{FINDINGS[0][2]}"))
        self.fill(page, page.locator("[name=text]"), ADVICE)
        self.fill_day(page, page.locator("[name=due_on]"), timezone.localdate() + dt.timedelta(days=120))
        self.press(page, "Save")
        expect(self.main("policing")).to_contain_text(ADVICE)

    # ---- the report ---------------------------------------------------------------------------------------------
    def is_drafted(self):
        """Fieldwork is done; the report gets an introduction and goes to the force as a draft."""
        self._step("policing", "Fieldwork is done")
        page = self.go("policing", self.at("report/"))
        self.press(page, "Begin with the usual sections")
        self.press(page, "Introduction")
        self.fill(page, page.locator("[name=text]"), "Peers looked at two actions with the force. It is no inspection.")
        self.press(page, "Save")
        self.press(page, "Send the draft to the force")

    def is_corrected(self):
        """The force corrects a figure; no final report while that is open; answered, written again, sent again."""
        page = self.go("lead", self.at("report/"))
        self.click(page, self._paragraph(page, WRONG).get_by_role("link", name=re.compile("^Comment")))
        self.fill(page, page.locator("[name=text]"), COMMENT)
        self.press(page, "Save")
        expect(self._paragraph(page, WRONG)).to_contain_text(COMMENT)
        page = self.go("policing", self.at("report/"))
        expect(self.main("policing")).to_contain_text("Answer the factual-accuracy comment that is still open.")
        assert self.main("policing").get_by_role("button", name="Send the final report").count() == 0
        self.click(page, self._paragraph(page, WRONG).get_by_role("link", name=re.compile("^Answer")))
        self.pick(page, "state", "accepted")
        self.fill(page, page.locator("[name=reply]"), "Thank you, we put it right.")
        self.press(page, "Save")
        self.press(page, "Work on the draft again")
        self.fill(page, page.locator("[name=reason]"), "A figure was wrong.")
        self.press(page, "Work on the draft again")
        page = self.go("policing", self.at("findings/action/2.4.1/"))
        self.press(page, re.compile(f"^Change.*{FINDINGS[1][2]}"))
        self.fill(page, page.locator("[name=text]"), RIGHT)
        self.press(page, "Save")
        page = self.go("policing", self.at("report/"))
        self.press(page, "Send the draft to the force")

    def _paragraph(self, page, text):
        return page.locator(".app-para__row", has_text=text)

    def is_final(self):
        """The force has no more comments; the final report goes out."""
        page = self.go("lead", self.at("report/"))
        expect(self._paragraph(page, RIGHT)).to_have_count(1)
        self.press(page, "We have no more comments")
        page = self.go("policing", self.at("report/"))
        self.press(page, "Send the final report")
        self.go("lead", self.at("report/"))
        expect(self.main("lead")).to_contain_text(ADVICE)
        expect(self.main("lead")).not_to_contain_text(WRONG)

    def report_file(self):
        """The final report as the force downloads it."""
        page = self.go("lead", self.at("report/"))
        address = page.get_by_role("link", name="Download as PDF").get_attribute("href")
        return page.request.get(address).body()

    # ---- after the report ---------------------------------------------------------------------------------------
    def is_planned_for(self, progress):
        """The recommendation stands in the force's improvement plan; what the force does there shows at the review."""
        page = self.go("lead", self.at("follow-up/"))
        row = self.main("lead").get_by_role("row", name=re.compile(re.escape(ADVICE[:40])))
        self.click(page, row.get_by_role("link"))
        expect(self.main("lead")).to_contain_text(ADVICE)
        self.fill(page, page.get_by_label("How far is it?"), progress)
        self.press(page, "Keep the report")
        page = self.go("policing", self.at("follow-up/"))
        self.wait_for(page, self.main("policing").get_by_text("Under way"))

    def becomes_practice(self):
        """Of the promising practice a draft in the bank; its reference."""
        page = self.go("lead", self.at("report/"))
        self.press(page, re.compile("^Make it an example"))
        expect(self.main("lead")).to_contain_text(PROMISING)
        return re.search(r"VP-\d{4}-\d{5}", page.url).group()

    def is_calibrated(self):
        """The force sees how it and the team see the actions; VKPP only once the force has shared it."""
        self.go("staff", self.at("calibration/"))
        expect(self.main("staff")).to_contain_text("The force looks at this first")
        page = self.go("lead", self.at("calibration/"))
        row = self.main("lead").get_by_role("row", name=re.compile(r"^2\.1\.1 "))
        expect(row).to_contain_text("1 step higher than the team")
        self.press(page, "Share it with VKPP now")
        self.go("staff", self.at("calibration/"))
        expect(self.main("staff").get_by_role("table")).to_contain_text("2.4.1")

    def is_followed_up(self, moved):
        """What has moved is written down; the review is closed; the force says how it was."""
        page = self.go("policing", self.at("follow-up/"))
        self.fill_day(page, page.locator("[name=held_on]"), timezone.localdate())
        self.fill(page, page.locator("[name=summary]"), "The question is on the first screen.")
        self.fill(page, page.locator("textarea[name^=seen-]").first, moved)
        self.press(page, "Keep the follow-up")
        expect(self.main("policing")).to_contain_text(moved)
        self.press(page, "The follow-up is done: close the review")
        page = self.go("lead", self.at("follow-up/"))
        expect(self.main("lead")).to_contain_text(moved)
        self.open(page, page.locator("summary", has_text="Give feedback"))
        self.pick(page, "helpful", 4)
        self.fill(page, page.locator("[name=changed]"), "Every call now begins with the question.")
        self.press(page, "Send the feedback")
        self.go("staff", self.at("follow-up/"))
        expect(self.main("staff")).to_contain_text("Every call now begins with the question.")
        expect(self.main("staff")).to_contain_text("Followed up")


class PeerKeyboardStory(ByKeyboard, PeerStory):
    """The same story for somebody without a mouse."""


def option_of(page, name, code):
    """The words of the option that begins with this code."""
    options = page.locator(f"select[name={name}] option").all_inner_texts()
    return next(words for words in options if words.startswith(code))
