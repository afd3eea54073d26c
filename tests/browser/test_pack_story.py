"""The story of an evidence pack on a portal of real processes: chosen, looked through, put right, made, opened."""

import csv
import io
import re
import zipfile

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.telling import ByKeyboard, Teller
from vkpp.core import database_user

pytestmark = pytest.mark.timeout(1800)  # a long story, and whoever comes first waits for the demonstration to load

PEOPLE = {"lead": "nvap.lead@norfolk.police.uk", "stranger": "practice.lead@kent.police.uk"}
HERE = "/insight/packs/norfolk/"


class PackStory(Teller):
    """A lead's pack for an inspection."""

    def chooses(self):
        """From Insight to the questions; those are ticked that an action meets."""
        page = self.go("lead", "/insight/packs/")
        expect(page).to_have_url(re.compile(HERE))
        expect(page.locator("input[name=item]:checked").first).to_be_attached()
        self.press(page, "See what would be in it")

    def sees_what_is_missing(self):
        """Each thing that is missing or stale leads to where it is put right."""
        page = self.pages["lead"]
        expect(page.get_by_role("heading", level=1)).to_have_text("What would be in the pack")
        links = page.get_by_role("main").locator("li a.govuk-link")
        assert links.count() > 0
        assert page.request.get(links.first.get_attribute("href")).status == 200

    def has_it_made(self):
        """A worker makes the zip."""
        page = self.pages["lead"]
        self.press(page, re.compile(r"^Make the pack \(zip\)"))
        download = page.get_by_role("main").get_by_role("link", name=re.compile("Download"))
        self.wait_for(page, download)
        return page.request.get(download.first.get_attribute("href")).body()

    def is_not_for(self, who, path):
        """Somebody else does not find the file."""
        assert self.pages[who].request.get(path).status == 404


class PackKeyboardStory(ByKeyboard, PackStory):
    """The same story for somebody without a mouse."""


def tell(story):
    """From the choice to the file."""
    story.chooses()
    story.sees_what_is_missing()
    made = story.has_it_made()
    story.is_not_for("stranger", story.pages["lead"].url)
    return zipfile.ZipFile(io.BytesIO(made))


def test_pack_from_question_to_file(people_of, accessible):
    pack = tell(PackStory(people_of(PEOPLE), accessible))

    names = pack.namelist()
    assert pack.testzip() is None
    assert all("OFFICIAL" in name for name in names)
    document = PdfReader(io.BytesIO(pack.read(next(name for name in names if name.endswith(".pdf")))))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    manifest = next(name for name in names if "manifest" in name)
    rows = list(csv.reader(io.StringIO(pack.read(manifest).decode("utf-8-sig"))))
    listed = {row[0] for row in rows if row and row[0].startswith("evidence/")}
    assert listed == {name for name in names if name.startswith("evidence/")}


def test_pack_without_script(people_of, accessible):
    assert tell(PackStory(people_of(PEOPLE, java_script_enabled=False), accessible)).testzip() is None


def test_pack_by_keyboard(people_of):
    assert tell(PackKeyboardStory(people_of(PEOPLE), lambda page: None)).testzip() is None


def test_web_and_worker_own_nothing_in_the_database(whole_portal):
    """All these stories are told to processes that work as the database user of production."""
    theirs = (
        "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    whole_portal.wait_for(lambda: whole_portal.ask("GET", "/readyz")[0] == 200, "web has asked the database")
    assert whole_portal.sql(theirs) == [(database_user.NAME,)]
