"""Pages of rating: who gets in, what they show and hide, and what pressing buttons does."""

import re

import pytest
from django.urls import reverse

from practice.actions import rating
from practice.models import Assignment, EvidenceLink, Rating
from practice.vocab import RUBRIC
from tests.factories.accounts import MembershipFactory, person
from tests.factories.assess import link_evaluation, rate, taken_forward_practice
from tests.factories.practice import submitted_practice
from tests.queries import queries

pytestmark = pytest.mark.django_db
LIST, DECISIONS, OUTBOX = "/practice/rating/", "/practice/decisions/", "/practice/outbox/"


def to(name, practice, *more):
    return reverse(f"practice:{name}", args=[practice.reference, *more])


def answers(overall="new_innovative", **changes):
    return dict.fromkeys(RUBRIC, "2") | {"overall": overall, "rationale": "As described."} | changes


@pytest.fixture
def staff():
    return person("vkpp_staff", display_name="Ana Staff")


@pytest.fixture
def reviewer():
    return person("evidence_reviewer", display_name="Rae Reviewer")


def test_rating_asks_visitors_to_sign_in(client):
    assert client.get(LIST).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("role", ["contributor", "nvap_lead", "chief_officer", "national_analyst", "evaluator"])
def test_rating_does_not_exist_for_others(client, role):
    practice = taken_forward_practice()
    client.force_login(person(role))

    pages = [LIST, DECISIONS, OUTBOX, to("rating-example", practice), to("rating-rate", practice)]
    assert [client.get(page).status_code for page in pages] == [404] * 5


def test_reviewers_rate_but_do_not_stage_release_or_read_mails(client, reviewer):
    practice = taken_forward_practice()
    client.force_login(reviewer)

    assert client.get(LIST).status_code == 200
    for page in (DECISIONS, OUTBOX, to("decision-stage", practice), reverse("practice:rating-assign")):
        assert client.get(page).status_code == 403


def test_examples_in_triage_cannot_be_rated_yet(client, reviewer):
    practice = submitted_practice()
    client.force_login(reviewer)

    assert client.get(to("rating-example", practice)).status_code == 404


def test_list_shows_mine_done_and_all(client, staff, reviewer):
    asked, rated, other, conflict = (taken_forward_practice(staff=staff) for _ in range(4))
    rating.assign(practice=asked, raters=[reviewer], by=staff)
    rate(rated, reviewer)
    conflict.conflicts.create(person=reviewer, reason="I advised them.")
    client.force_login(reviewer)

    def shown(tab):
        page = client.get(LIST, {"tab": tab}).content.decode()
        return set(re.findall(r"VP-\d{4}-\d{5}", page))

    assert shown("mine") == {asked.reference}
    assert shown("done") == {rated.reference}
    assert shown("all") == {asked.reference, rated.reference, other.reference}


def test_list_has_the_same_queries_for_one_and_three(client, staff, reviewer):
    def ask():
        rating.assign(practice=taken_forward_practice(staff=staff), raters=[reviewer], by=staff)

    ask()
    client.force_login(reviewer)
    one = queries(client, LIST)
    ask()
    ask()

    assert queries(client, LIST) == one <= 14


def test_example_hides_others_ratings_until_one_has_rated(client, staff, reviewer):
    practice, second = taken_forward_practice(staff=staff), person("evidence_reviewer")
    rating.assign(practice=practice, raters=[reviewer, second], by=staff)
    rating.rate(practice=practice, overall="does_not_work", scores={}, rationale="Secret opinion.", by=second)
    client.force_login(reviewer)

    before = client.get(to("rating-example", practice)).content.decode()
    client.post(to("rating-rate", practice), answers())
    after = client.get(to("rating-example", practice)).content.decode()

    assert "Secret opinion." not in before
    assert "1 more rating is shown after you have given yours" in before
    assert "Secret opinion." in after
    assert "The raters differ." in after


@pytest.mark.parametrize("role", ["vkpp_staff", "vkpp_admin"])
def test_example_of_ones_own_force_shows_no_rating(client, role):
    practice, who = taken_forward_practice(), person(role)
    MembershipFactory(user=who, force=practice.force, role="contributor")
    rating.rate(
        practice=practice,
        overall="does_not_work",
        scores={},
        rationale="Secret opinion.",
        by=person("evidence_reviewer"),
    )
    client.force_login(who)

    page = client.get(to("rating-example", practice)).content.decode()

    assert "You have an interest in this example." in page
    assert "Secret opinion." not in page
    assert client.post(to("rating-rate", practice), answers()).status_code == 403
    assert Rating.objects.count() == 1


def test_example_shows_mean_median_and_spread_together(client, staff, reviewer):
    practice = taken_forward_practice(staff=staff)
    for score in (1, 2, 4):
        rate(practice, person("evidence_reviewer"), score=score, reach=None)
    client.force_login(staff)

    page = re.sub(r"\s+", " ", client.get(to("rating-example", practice)).content.decode())
    row = re.search(r"Strength of evidence</th>(.*?)</tr>", page).group(1)
    reach = re.search(r"Reach: how many vulnerabilities it addresses</th>(.*?)</tr>", page).group(1)

    assert re.findall(r">([^<>]+)</td>", row) == ["2.3", "2", "1 to 4", "3", "0"]
    assert re.findall(r">([^<>]+)</td>", reach) == ["–", "–", "–", "0", "3"]


def test_rate_offers_only_what_the_evidence_allows_and_refuses_the_rest(client, reviewer):
    practice = taken_forward_practice()
    client.force_login(reviewer)
    page = client.get(to("rating-rate", practice)).content.decode()

    refused = client.post(to("rating-rate", practice), answers("works"))

    disabled = re.findall(r'name="overall" value="(\w+)"[^>]* disabled', page)
    assert disabled == ["works", "promising"]
    assert "Not available:" in page
    sentence = "“Works” needs an independent evaluation. Link one first, or choose another rating."
    assert sentence in refused.content.decode()
    assert not Rating.objects.exists()
    link_evaluation(practice, reviewer)
    assert client.post(to("rating-rate", practice), answers("works")).status_code == 302


def test_rate_asks_for_every_dimension_and_keeps_what_was_typed(client, reviewer):
    practice = taken_forward_practice()
    client.force_login(reviewer)

    response = client.post(to("rating-rate", practice), answers(evidence="", rationale="Kept words."))

    page = response.content.decode()
    assert "Strength of evidence: choose a level, or “Cannot judge”." in page
    assert "Kept words." in page
    assert "<title>Error:" in page
    assert not Rating.objects.exists()


def test_rate_with_cannot_judge_is_an_abstention(client, reviewer):
    practice = taken_forward_practice()
    client.force_login(reviewer)

    client.post(to("rating-rate", practice), answers(economics="none"))

    assert Rating.objects.get().scores == dict.fromkeys(RUBRIC, 2) | {"economics": None}


def test_raters_comment_to_staff_and_raters_never_to_authors(client, reviewer):
    practice = taken_forward_practice()
    client.force_login(reviewer)

    client.post(to("rating-comment", practice), {"text": "Who counted?", "audience": "raters"})
    refused = client.post(to("rating-comment", practice), {"text": "Hello.", "audience": "authors"})

    assert refused.status_code == 200
    assert list(practice.comments.values_list("text", "audience")) == [("Who counted?", "raters")]
    assert "Who counted?" in client.get(to("rating-example", practice)).content.decode()


def test_raters_read_the_files(client, reviewer):
    practice = taken_forward_practice()
    row = practice.attachments.create(
        name="Evaluation.pdf", content_type="application/pdf", size=3, sha256="0" * 64, scan="clean", file="x"
    )
    client.force_login(reviewer)

    page = client.get(to("rating-example", practice)).content.decode()

    assert reverse("practice:file", args=[practice.reference, row.pk]) in page


def test_interest_is_declared_on_a_page(client, staff, reviewer):
    practice = taken_forward_practice(staff=staff)
    rating.assign(practice=practice, raters=[reviewer], by=staff)
    client.force_login(reviewer)

    empty = client.post(to("rating-interest", practice), {"reason": ""})
    client.post(to("rating-interest", practice), {"reason": "I advised them."})

    assert "Say what your interest is." in empty.content.decode()
    assert practice.conflicts.get().reason == "I advised them."
    assert Assignment.objects.get().ended_at is not None


def test_evidence_is_linked_and_removed_on_pages(client, reviewer):
    practice = taken_forward_practice()
    client.force_login(reviewer)
    values = {"kind": "local_evaluation", "title": "A study", "year": "2024", "emmie_effect": "3"}

    wrong = client.post(to("rating-evidence", practice), values | {"url": "no address"})
    client.post(to("rating-evidence", practice), values)
    row = EvidenceLink.objects.get()
    page = client.get(to("rating-example", practice)).content.decode()
    client.post(to("rating-evidence-remove", practice, row.pk))

    assert "Enter a web address in full" in wrong.content.decode()
    assert (row.year, row.emmie) == (2024, {"effect": 3})
    assert "EMMIE, 0 to 4: Effect 3" in re.sub(r"\s+", " ", page)
    assert not EvidenceLink.objects.exists()


def test_settle_is_offered_to_administrators_when_raters_differ(client, staff, reviewer):
    practice, admin = taken_forward_practice(staff=staff), person("vkpp_admin")
    rate(practice, staff, "new_innovative")
    rate(practice, reviewer, "does_not_work")
    client.force_login(staff)
    assert (
        client.post(to("rating-settle", practice), {"overall": "new_innovative", "rationale": "So."}).status_code == 403
    )
    client.force_login(admin)

    offered = to("rating-settle", practice) in client.get(to("rating-example", practice)).content.decode()
    client.post(to("rating-settle", practice), {"overall": "new_innovative", "rationale": "Talked it over."})

    assert offered
    assert practice.moderations.get().by == admin


def test_proposal_is_shown_changed_and_applied(client, staff, reviewer):
    practice = taken_forward_practice(staff=staff)
    client.force_login(staff)
    url = reverse("practice:rating-assign")

    page = client.get(url).content.decode()
    client.post(url, {"ask": [f"{practice.reference}:{reviewer.pk}", "VP-0000-00000:1", "rubbish"]})

    assert "ratings to do" in page
    assert [(row.practice, row.rater) for row in Assignment.objects.all()] == [(practice, reviewer)]
    assert "No rater is missing" in client.get(url).content.decode()


def test_a_rater_is_let_off(client, staff, reviewer):
    practice = taken_forward_practice(staff=staff)
    rating.assign(practice=practice, raters=[reviewer], by=staff)
    client.force_login(staff)

    client.post(to("rating-let-off", practice, reviewer.pk))

    assert Assignment.objects.get().ended_at is not None


def test_agreement_page_says_when_there_is_too_little(client, staff):
    client.force_login(staff)

    assert "Too few examples have two ratings" in client.get(reverse("practice:agreement")).content.decode()


def test_agreement_page_shows_alpha_with_its_base(client, staff, reviewer):
    for overall in ("new_innovative", "does_not_work"):
        practice = taken_forward_practice(staff=staff)
        rate(practice, staff, overall)
        rate(practice, reviewer, overall)
    client.force_login(staff)

    figures = re.findall(r'app-stat__value">([^<]+)<', client.get(reverse("practice:agreement")).content.decode())

    assert figures == ["1.00", "2", "4"]
