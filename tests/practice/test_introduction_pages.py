"""The pages of introductions: from the example to the end, what each side is shown, and what they ask the database."""

import pytest
from django.urls import reverse

from practice.models import Introduction
from tests.practice.introduction_world import IntroductionWorld, url
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return IntroductionWorld()


def test_contacts_are_shown_once_they_are_introduced(world, client_for):
    one = world.ask(by=world.owner)
    assert "centre@university.example" not in client_for(world.owner).get(url(one)).text

    world.step(one, "introduce", by=world.staff)

    assert "centre@university.example" in client_for(world.owner).get(url(one)).text
    page = client_for(world.evaluator).get(url(one)).text
    assert "harm.reduction@norfolk.police.uk" in page
    assert world.practice.title in page
    assert reverse("practice:entry", args=[world.practice.reference]) not in page


def test_pages_take_it_from_the_example_to_the_end(world, client_for):
    owner, staff = client_for(world.owner), client_for(world.staff)
    entry = reverse("practice:entry", args=[world.practice.reference])
    find = reverse("practice:introduction-find", args=[world.practice.reference])
    assert find in owner.get(entry).text
    assert "Interested in Domestic abuse" in owner.get(find).text
    ask = reverse("practice:introduction-ask", args=[world.practice.reference, world.body.slug])
    assert "Say in a few words" in owner.post(ask, {"text": " "}).text

    assert owner.post(ask, {"text": "Does it last?"}).status_code == 302
    one = Introduction.objects.get()
    assert "An introduction is under way" in owner.get(find).text
    assert one.reference in staff.get("/").text
    assert staff.post(url(one, "introduction-step", "introduce"), {"version": "1"}).status_code == 302
    assert one.reference in client_for(world.evaluator).get("/").text
    assert owner.get(url(one, "introduction-step", "introduce")).status_code == 403
    assert owner.post(url(one, "introduction-note"), {"text": "Ring us."}).status_code == 302
    assert "Ring us." in client_for(world.evaluator).get(url(one)).text
    stale = owner.post(url(one, "introduction-step", "talk"), {"version": "1"})
    assert "Somebody changed this" in stale.text


def test_own_page_shows_public_practice_and_what_was_agreed_only(world, client_for):
    public = world.publish(title="Asking at the front desk")
    world.publish(title="Evaluated already", stage="independently_evaluated")
    one = world.introduced()
    world.ask(by=world.owner, practice=world.publish(title="Not introduced yet"))

    page = client_for(world.evaluator).get(reverse("practice:evaluating")).text

    assert one.reference in page
    assert "Asking at the front desk" in page
    assert "Evaluated already" not in page
    assert "IN-" not in page.replace(one.reference, "")
    world.revoke(public)
    world.revoke()
    page = client_for(world.evaluator).get(reverse("practice:evaluating")).text
    assert "Asking at the front desk" not in page
    assert one.reference not in page
    empty = client_for(world.other).get(reverse("practice:evaluating")).text
    assert "You belong to no evaluator" in empty


def test_list_and_panel_ask_no_more_for_more_rows(world, client_for):
    staff = client_for(world.staff)
    page, entry = reverse("practice:introductions"), reverse("practice:entry", args=[world.practice.reference])
    world.introduced()
    one, beside = queries(staff, page), queries(staff, entry)
    for name in ("Second", "Third"):
        world.introduced(body=world.add_body(name))

    assert (queries(staff, page), queries(staff, entry)) == (one, beside)
