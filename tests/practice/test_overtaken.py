"""Two people change the same thing: the second sees both texts, and saving again goes on from what is there now."""

import pytest
from django.urls import reverse

from practice.actions import collections, evaluators, events, shortlist_rounds
from tests.clients import sent
from tests.factories.accounts import person
from tests.factories.collections import collection
from tests.factories.events import event
from tests.factories.practice import published_practice
from tests.factories.shortlist import evaluation_round

pytestmark = pytest.mark.django_db


def of_event(by):
    made = event(title="Before")
    return made, "event-change", made.reference, lambda words: events.change(event=made, values={"title": words}, by=by)


def of_round(by):
    made = evaluation_round(title="Before")

    def save(words):
        shortlist_rounds.change(round_=made, values={"title": words}, by=by)

    return made, "shortlist-change", made.reference, save


def of_collection(by):
    made = collection(published_practice(), title="Before", by=by)

    def save(words):
        values = {"title": words, "intro": made.intro, "audience": made.audience}
        collections.change(collection=made, values=values, version=None, by=by)

    return made, "collection-change", made.slug, save


def of_evaluator(by):
    values = {"name": "Before", "kind": "university", "contact_email": "centre@university.example"}
    made = evaluators.add(values=values, by=by)
    return (
        made,
        "evaluator-change",
        made.slug,
        lambda words: evaluators.change(body=made, values=values | {"name": words}, by=by),
    )


@pytest.mark.parametrize("make", [of_event, of_round, of_collection, of_evaluator])
def test_second_of_two_sees_both_and_goes_on_from_there(make, client_for):
    ours, theirs = person("vkpp_admin"), person("vkpp_admin")
    row, name, key, save = make(theirs)
    browser, page = client_for(ours), reverse(f"practice:{name}", args=[key])
    field = "name" if make is of_evaluator else "title"
    opened = browser.get(page)
    save("Theirs")

    told = browser.post(page, sent(opened, **{field: "Mine"}))

    row.refresh_from_db()
    assert (told.status_code, getattr(row, field)) == (409, "Theirs")
    assert [(one["left"], one["right"]) for one in told.context["form"].theirs] == [("Theirs", "Mine")]
    assert told.text.count("What is there now</th>") == 1
    assert browser.post(page, sent(told)).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "Mine"


def test_criteria_of_a_round_are_compared_cell_by_cell(client_for):
    ours, theirs = person("vkpp_admin"), person("vkpp_admin")
    made = evaluation_round()
    rows = list(made.criteria.order_by("pk").values("id", "label", "hint", "source", "weight"))
    browser, page = client_for(ours), reverse("practice:shortlist-terms", args=[made.reference])
    opened = browser.get(page)
    mine = sent(opened, do="keep") | {"label-0": "Mine"}
    changed = [{**rows[0], "label": "Theirs"}, *rows[1:]]
    shortlist_rounds.set_criteria(round_=made, rows=changed, by=theirs)

    told = browser.post(page, mine)

    assert told.status_code == 409
    assert [(one["left"], one["right"]) for one in told.context["form"].theirs] == [("Theirs", "Mine")]
