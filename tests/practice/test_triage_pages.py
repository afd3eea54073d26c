"""Pages of triage: who gets in, what the queue and the record show, and what pressing buttons does."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from practice.actions import triage
from practice.models import Practice
from tests.factories.accounts import person
from tests.factories.assess import check_all, taken_forward_practice
from tests.factories.practice import CallFactory, submitted_practice
from tests.queries import queries
from vkpp.core import audit

pytestmark = pytest.mark.django_db
QUEUE = "/practice/triage/"
NOON = timezone.now().replace(hour=12)


def record(practice):
    return reverse("practice:triage-record", args=[practice.reference])


@pytest.fixture
def staff():
    return person("vkpp_staff", display_name="Ana Staff")


@pytest.fixture
def browser(client, staff):
    client.force_login(staff)
    return client


def shown(response):
    """References in the table of the queue, in order."""
    return re.findall(r"Select (VP-\d{4}-\d{5})", response.content.decode())


def test_queue_asks_visitors_to_sign_in(client):
    assert client.get(QUEUE).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("role", ["contributor", "nvap_lead", "chief_officer", "national_analyst", "peer_reviewer"])
def test_triage_does_not_exist_for_others(client, role):
    practice = submitted_practice()
    client.force_login(person(role))

    assert client.get(QUEUE).status_code == 404
    assert client.get(record(practice)).status_code == 404
    assert client.post(reverse("practice:triage-claim", args=[practice.reference])).status_code == 404


def test_raters_are_told_that_triage_is_for_staff(client):
    practice = taken_forward_practice()
    client.force_login(person("evidence_reviewer"))

    for url in (QUEUE, record(practice)):
        response = client.get(url)
        assert response.status_code == 403
        assert "This page is for VKPP staff." in response.content.decode()
    assert client.post(reverse("practice:triage-claim", args=[practice.reference])).status_code == 403


def test_queue_shows_what_waits_longest_first(browser):
    second, first = submitted_practice(), submitted_practice()
    Practice.objects.filter(pk=first.pk).update(submitted_at=NOON - dt.timedelta(days=30))
    taken_forward_practice()

    response = browser.get(QUEUE)

    assert shown(response) == [first.reference, second.reference]
    assert "30 days" in response.content.decode()


def test_tabs_count_what_they_hold(browser, staff):
    mine, back = submitted_practice(), submitted_practice()
    triage.claim(practice=mine, by=staff)
    triage.return_to_author(practice=back, questions="Who pays?", by=staff)
    taken_forward_practice(staff=staff)

    page = browser.get(QUEUE).content.decode()

    counts = dict(re.findall(r'app-tabs__tab"[^>]*>([^<]+)<span class="app-tabs__count"> \((\d+)\)', page))
    assert counts == {
        "To triage": "1", "Mine": "1", "Returned": "1", "Taken forward": "1", "Not taken forward": "0", "All": "3",
    }  # fmt: skip
    assert shown(browser.get(QUEUE, {"tab": "returned"})) == [back.reference]


def test_filters_narrow_the_queue_and_show_as_chips(browser, staff):
    call = CallFactory(title="Voice of the Victim", slug="voice")
    wanted = submitted_practice(call=call, title="Herbert Protocol", strands=["CSE"])
    submitted_practice()
    triage.claim(practice=wanted, by=staff)

    for query in (
        {"q": "herbert"},
        {"q": wanted.reference.lower()},
        {"call": "voice"},
        {"strand": "CSE"},
        {"force": wanted.force.code},
        {"claimed": "me"},
        {"claimed": str(staff.pk)},
    ):
        assert shown(browser.get(QUEUE, query)) == [wanted.reference], query
    assert "Call: Voice of the Victim" in browser.get(QUEUE, {"call": "voice"}).content.decode()


def test_overdue_is_said_in_words_and_can_be_filtered(browser):
    late = submitted_practice()
    submitted_practice()
    Practice.objects.filter(pk=late.pk).update(due_at=timezone.now() - dt.timedelta(days=1))

    response = browser.get(QUEUE, {"overdue": "1"})

    assert shown(response) == [late.reference]
    assert ">Overdue</strong>" in response.content.decode()


@pytest.mark.parametrize("query", [{"tab": "nonsense"}, {"sort": "'; --"}, {"page": "zillion"}, {"claimed": "x" * 50}])
def test_queue_passes_over_what_makes_no_sense(browser, query):
    practice = submitted_practice()

    assert shown(browser.get(QUEUE, query)) == [practice.reference]


def test_queue_turns_pages(browser):
    practices = [submitted_practice() for _ in range(26)]

    assert shown(browser.get(QUEUE, {"page": "2"})) == [practices[-1].reference]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "Nothing waits for triage"),
        ({"tab": "mine"}, "You have not claimed any example"),
        ({"tab": "returned"}, "No example is with its authors"),
        ({"tab": "all", "q": "nothing like it"}, "No example matches these filters"),
        ({"tab": "not_forward"}, "No examples here yet"),
    ],
)
def test_empty_tabs_say_what_to_do(browser, query, words):
    assert words in browser.get(QUEUE, query).content.decode()


def test_queue_has_the_same_queries_for_one_and_three(browser):
    submitted_practice()
    one = queries(browser, QUEUE)
    submitted_practice()
    submitted_practice()

    assert len(shown(browser.get(QUEUE))) == 3
    assert queries(browser, QUEUE) == one <= 16


def test_sealed_examples_stay_out_until_the_call_closes(browser):
    sealed = CallFactory(closes_at=timezone.now() + dt.timedelta(days=1))
    practice = submitted_practice(call=sealed)
    type(sealed).objects.filter(pk=sealed.pk).update(sealed=True)

    assert shown(browser.get(QUEUE)) == []
    assert browser.get(record(practice)).status_code == 404


def test_record_marks_likely_personal_data_and_what_the_authors_kept(browser):
    practice = submitted_practice(description="Ring 01603 276112 or write to jo@example.org. <script>alert(1)</script>")
    from practice import privacy

    kept = next(item for item in privacy.findings(practice) if item.kind == "email")
    Practice.objects.filter(pk=practice.pk).update(personal_data_kept=[kept.fingerprint])

    page = browser.get(record(practice)).content.decode()

    assert '<mark class="app-finding">01603 276112<span class="app-finding__kind"> (a telephone number)' in page
    assert "(an e-mail address, kept by the authors)" in page
    assert "<script>alert" not in page
    assert "2 places look like personal data, marked in the text; the authors looked at 1 and kept it." in page


def test_record_shows_both_wordings_of_the_state(browser):
    page = browser.get(record(submitted_practice())).content.decode()

    assert "Waiting for triage" in page
    assert "Authors see: Received" in page


def test_opening_a_sensitive_record_is_logged(browser, staff):
    practice = submitted_practice()
    triage.mark(practice=practice, marking="official_sensitive", reason="Covert.", by=staff)

    page = browser.get(record(practice)).content.decode()

    assert "OFFICIAL-SENSITIVE" in page
    looks = audit.events_about(practice).filter(verb="triage.look")
    assert [event.actor_id for event in looks] == [staff.pk]


def test_claim_and_put_back(browser, staff):
    practice = submitted_practice()

    browser.post(reverse("practice:triage-claim", args=[practice.reference]))
    practice.refresh_from_db()
    claimed = practice.claimed_by
    browser.post(reverse("practice:triage-unclaim", args=[practice.reference]))

    practice.refresh_from_db()
    assert (claimed, practice.claimed_by) == (staff, None)


def test_claim_of_a_claimed_example_shows_who_has_it(browser):
    practice, other = submitted_practice(), person("vkpp_staff", display_name="Ben Staff")
    triage.claim(practice=practice, by=other)

    page = browser.post(reverse("practice:triage-claim", args=[practice.reference]), follow=True).content.decode()

    assert f"Ben Staff has claimed {practice.reference} already." in page


def test_checks_then_take_forward(browser):
    practice = submitted_practice()
    page = browser.get(record(practice)).content.decode()
    assert reverse("practice:triage-take-forward", args=[practice.reference]) not in page
    for kind in ("personal_data", "duplicates", "sensitivity", "completeness"):
        browser.post(reverse("practice:triage-check", args=[practice.reference, kind]), {"result": "fine"})

    browser.post(reverse("practice:triage-take-forward", args=[practice.reference]))
    second = browser.post(reverse("practice:triage-take-forward", args=[practice.reference]), follow=True)

    practice.refresh_from_db()
    assert practice.state == "taken_forward"
    assert "This was already decided by Ana Staff: it is now “Taken forward, to be rated”." in second.content.decode()


def test_return_needs_questions_and_keeps_what_was_typed(browser):
    practice = submitted_practice()
    url = reverse("practice:triage-return", args=[practice.reference])

    empty = browser.post(url, {"reason": " "})
    odd = browser.post(url, {"reason": "Who\u202epays?"})
    browser.post(url, {"reason": "Who pays?"})

    assert "Give a reason. It is kept with the decision." in empty.content.decode()
    assert "Who\u202epays?" in odd.content.decode()
    practice.refresh_from_db()
    assert practice.state == "returned"


def test_decision_overtaken_by_a_colleague_is_told_and_keeps_the_words(browser):
    practice, other = submitted_practice(), person("vkpp_staff", display_name="Ben Staff")
    check_all(practice, other)
    triage.take_forward(practice=practice, by=other)

    response = browser.post(
        reverse("practice:triage-not-take-forward", args=[practice.reference]), {"reason": "My careful reason."}
    )

    page = response.content.decode()
    assert "This was already decided by Ben Staff" in page
    assert "My careful reason." in page


def test_comment_is_internal_by_default_and_labelled(browser):
    practice = submitted_practice()
    url = reverse("practice:triage-comment", args=[practice.reference])

    browser.post(url, {"text": "Check with Norfolk."})
    browser.post(url, {"text": "Thank you!", "audience": "authors"})

    assert list(practice.comments.values_list("text", "audience")) == [
        ("Check with Norfolk.", "staff"),
        ("Thank you!", "authors"),
    ]
    page = browser.get(record(practice)).content.decode()
    assert "app-comment--authors" in page
    assert "VKPP staff only" in page


def test_empty_comment_is_refused_on_a_page_of_its_own(browser):
    practice = submitted_practice()

    response = browser.post(reverse("practice:triage-comment", args=[practice.reference]), {"text": " "})

    assert "Enter a comment." in response.content.decode()
    assert not practice.comments.exists()


def test_compare_shows_both_and_what_is_the_same(browser):
    one, two = submitted_practice(title="Safer Places"), submitted_practice(title="Safer Spaces")

    page = browser.get(reverse("practice:triage-compare", args=[one.reference, two.reference])).content.decode()

    assert "Safer Places" in page
    assert "Safer Spaces" in page
    assert "Same in both" in page
    assert "same strands: Domestic abuse" in page


def test_record_has_the_same_queries_for_one_and_three(browser):
    def with_rows(number):
        practice = submitted_practice(title=f"Example of {number}")
        for place in range(number):
            triage.comment(practice=practice, text=f"Remark {place}", by=person("vkpp_staff"))
        return record(practice)

    one, three = with_rows(1), with_rows(3)

    assert queries(browser, three) == queries(browser, one) <= 30


def test_bulk_of_the_selected_from_preview_to_result(browser, staff):
    first, second, third = (submitted_practice() for _ in range(3))
    start = {"pick": [first.pk, second.pk], "action": "claim", "scope": "selected", "query": "tab=to_triage"}

    preview = browser.post(reverse("practice:triage-bulk"), start).content.decode()
    token = re.search(r'name="preview" value="([^"]+)"', preview).group(1)
    triage.claim(practice=second, by=person("vkpp_staff"))
    done = browser.post(reverse("practice:triage-bulk-confirm"), {"preview": token}, follow=True)
    again = browser.post(reverse("practice:triage-bulk-confirm"), {"preview": token}, follow=True)

    assert "This will be done for 2 examples" in preview
    assert "Done for 1 of 2" in done.content.decode()
    assert "Somebody changed it after the preview. Look at it again." in done.content.decode()
    assert again.content.decode().count(second.reference) == done.content.decode().count(second.reference)
    assert [Practice.objects.get(pk=row.pk).claimed_by_id for row in (first, third)] == [staff.pk, None]


def test_bulk_of_all_that_match_uses_the_filter(browser):
    call = CallFactory(slug="voice")
    wanted, other = submitted_practice(call=call), submitted_practice()

    page = browser.post(
        reverse("practice:triage-bulk"), {"action": "claim", "scope": "all", "query": "tab=to_triage&call=voice"}
    ).content.decode()

    assert wanted.reference in page
    assert other.reference not in page


def test_bulk_asks_for_the_reason_first(browser):
    practice = submitted_practice()
    asked = browser.post(
        reverse("practice:triage-bulk"), {"pick": practice.pk, "action": "not_take_forward", "scope": "selected"}
    ).content.decode()
    selection = re.search(r'name="selection" value="([^"]+)"', asked).group(1)

    empty = browser.post(reverse("practice:triage-bulk-preview"), {"selection": selection, "reason": ""})
    filled = browser.post(reverse("practice:triage-bulk-preview"), {"selection": selection, "reason": "A duplicate."})

    assert "Give a reason. It is kept with the decision." in empty.content.decode()
    assert "This will be done for 1 example" in filled.content.decode()


def test_bulk_without_a_selection_says_so(browser):
    page = browser.post(reverse("practice:triage-bulk"), {"action": "claim"}, follow=True).content.decode()

    assert "Select at least one example." in page


def test_bulk_does_not_take_forged_previews(browser):
    assert browser.post(reverse("practice:triage-bulk-confirm"), {"preview": "forged"}).status_code == 404
