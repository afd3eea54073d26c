"""The story of a peer review on a portal of real processes: web, worker, beat, broker, database, browser.

A force asks for it; a team is put together, with somebody of the force refused and a conflict of interest waived;
evidence is given; the team works, writes and is corrected; the final report reaches plan and practice; it is followed up.
"""

import io

import pytest
from pypdf import PdfReader

from tests.browser.peer_story import ADVICE, RIGHT, PeerKeyboardStory, PeerStory

pytestmark = pytest.mark.timeout(1800)  # a long story, and whoever comes first waits for the demonstration to load

PEOPLE = {
    "lead": "nvap.lead@kent.police.uk",
    "staff": "adviser1@vkpp.example",
    "administrator": "manager@vkpp.example",
    "policing": "peer.policing@peers.example",
    "academia": "peer.academia@peers.example",
    "voluntary": "peer.reviewer@charity.example",
}
MANAGER = "Practice Adviser 1, VKPP"
AUDIT = "The last audit of calls about domestic abuse"
SURVEY = "What victims said in the last survey"
CONFLICT = "A former student of mine works in the control room."
REASON = "They have not worked together for six years, and the team has two more members."
PROGRESS = "The first screen is being changed."
MOVED = "Seen on the first screen of every desk."


def tell(story, title, folder):
    """The whole story."""
    story.is_asked_for(title)
    story.is_accepted(MANAGER)
    story.is_scoped()
    story.has_days()
    story.refuses_own_people()
    story.has_a_team()
    story.declare(CONFLICT)
    story.cannot_start()
    story.is_waived(REASON)
    audit = story.asks_for_evidence(AUDIT, "2.1.1", 7)
    survey = story.asks_for_evidence(SURVEY, "2.4.1", 9)
    story.gives_a_file(audit, folder, f"{title}.txt")
    story.gives_from_the_library(survey, f"{title}.txt")
    story.reads_the_self_assessment()
    story.is_in_the_force()
    story.judges()
    story.finds(f"{title}.txt")
    story.recommends()
    story.is_drafted()
    story.is_corrected()
    story.is_final()
    story.is_planned_for(PROGRESS)
    story.is_calibrated()
    story.is_followed_up(MOVED)
    return story


def test_peer_review_from_request_to_follow_up(people_of, accessible, tmp_path):
    story = tell(PeerStory(people_of(PEOPLE), accessible), "First contact", tmp_path)

    assert story.becomes_practice().startswith("VP-")
    report = PdfReader(io.BytesIO(story.report_file()))
    assert report.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join(" ".join(page.extract_text() for page in report.pages).split())
    assert ADVICE in text
    assert RIGHT in text


def test_peer_review_without_script(people_of, accessible, tmp_path):
    story = tell(PeerStory(people_of(PEOPLE, java_script_enabled=False), accessible), "Calls plainly", tmp_path)

    assert story.becomes_practice().startswith("VP-")


def test_peer_review_by_keyboard(people_of, tmp_path):
    story = tell(PeerKeyboardStory(people_of(PEOPLE), lambda page: None), "Calls by keys", tmp_path)

    assert story.becomes_practice().startswith("VP-")
