"""What evaluators see of practice that was chosen for evaluation: title and summary, while the owner permits it."""

import pytest
from django.urls import reverse

from practice.actions import commissioning, introducing, shortlist_rounds
from practice.introductions import examples
from practice.introductions.vocab import IntroductionState
from practice.models import Practice
from tests.factories.accounts import person
from tests.factories.practice import published_practice
from tests.factories.shortlist import candidate, decided, evaluation_round
from tests.practice.introduction_world import IntroductionWorld
from tests.queries import queries
from vkpp.core.exceptions import NotAllowed

pytestmark = pytest.mark.django_db

OWN_PAGE = reverse("practice:evaluating")
API = "/api/v1/evaluator-chosen/"


@pytest.fixture
def world():
    return IntroductionWorld()


@pytest.fixture
def round_(world):
    """Decided: the example of the world is chosen, another one is not."""
    made = evaluation_round()
    rows = [candidate(made, practice=world.practice), candidate(made, title="Not chosen")]
    made.decision = decided(made, rows[:1])
    return made


def seen(user):
    return list(examples.chosen(user).values_list("reference", flat=True))


def test_people_of_a_body_see_what_was_chosen_and_ask_to_meet_its_owner(world, round_, client_for):
    browser = client_for(world.evaluator)
    assert seen(world.evaluator) == [world.practice.reference]

    page = browser.get(OWN_PAGE).text
    ask = reverse("practice:introduction-ask", args=[world.practice.reference, world.body.slug])
    assert "Chosen for independent evaluation" in page
    assert f'href="{ask}"' in page
    assert "Not chosen" not in page
    entry = reverse("practice:entry", args=[world.practice.reference])
    assert f'href="{entry}"' not in page
    assert browser.get(entry).status_code == 404
    assert f'href="{entry}"' not in browser.get(ask).text

    browser.post(ask, {"text": "Does it work elsewhere?"})
    (made,) = world.body.introductions.all()
    assert (made.practice, made.state, made.asked_side) == (world.practice, IntroductionState.PROPOSED, "body")
    assert "Chosen for independent evaluation" not in browser.get(OWN_PAGE).text


def test_what_everybody_may_read_is_linked_and_named_once(world, client_for):
    made = evaluation_round()
    public = world.publish(title="Asking at the front desk")
    decided(made, [candidate(made, practice=public)])

    page = client_for(world.evaluator).get(OWN_PAGE).text

    assert page.count("Asking at the front desk</a>") == 1
    assert f'href="{reverse("practice:entry", args=[public.reference])}"' in page


def test_it_is_gone_with_the_permission(world, round_, client_for):
    world.revoke()

    assert seen(world.evaluator) == []
    browser = client_for(world.evaluator)
    assert world.practice.title not in browser.get(OWN_PAGE).text
    ask = reverse("practice:introduction-ask", args=[world.practice.reference, world.body.slug])
    assert browser.get(ask).status_code == 404
    with pytest.raises(NotAllowed):
        introducing.ask(practice=world.practice, body=world.body, text="?", by=world.evaluator)
    assert not world.body.introductions.exists()


def test_nobody_else_and_nothing_sensitive(world, round_):
    assert [seen(one) for one in (world.other, world.staff, world.owner, person("national_analyst"))] == [[]] * 4
    Practice.objects.filter(pk=world.practice.pk).update(marking="official_sensitive")
    assert seen(world.evaluator) == []


def test_a_decision_counts_until_it_is_reconsidered_or_somebody_evaluates(world, round_):
    row = round_.candidates.get(practice=world.practice)
    made = commissioning.commission(
        candidate=row, values={"evaluator": "A university", "cost": 90_000}, by=round_.created_by
    )
    assert seen(world.evaluator) == []
    commissioning.stop(evaluation=made, reason="No staff.", by=round_.created_by)
    assert seen(world.evaluator) == [world.practice.reference]


def test_a_round_that_is_decided_anew_shows_what_is_chosen_then(world, round_):
    round_.refresh_from_db()
    shortlist_rounds.move(round_=round_, step="reconsider", reason="The fund grew.", by=round_.created_by)
    assert seen(world.evaluator) == []

    other = round_.candidates.exclude(practice=world.practice).get()
    decided(round_, [other])

    assert seen(world.evaluator) == [other.practice.reference]


def test_the_api_lists_the_same(world, round_, client_for):
    (row,) = client_for(world.evaluator).get(API).json()["results"]

    assert row == {
        "reference": world.practice.reference,
        "title": world.practice.title,
        "summary": world.practice.summary,
        "strands": world.practice.strands,
        "categories": world.practice.categories,
    }
    assert client_for(world.owner).get(API).json()["results"] == []


def test_own_page_and_api_ask_no_more_for_three_than_for_one(world, client_for):
    def chosen(number):
        made = evaluation_round()
        uses = ("share_forces", "contact_evaluators")
        decided(made, [candidate(made, practice=published_practice(permitted=uses)) for _one in range(number)])

    browser = client_for(world.evaluator)
    chosen(1)
    one = [queries(browser, address) for address in (OWN_PAGE, API)]
    chosen(2)

    assert [queries(browser, address) for address in (OWN_PAGE, API)] == one
