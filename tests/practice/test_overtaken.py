"""Two people change the same thing: the second sees both texts, and saving again goes on from what is there now."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from practice.actions import collections, evaluators, events, shortlist_rounds
from tests.factories.accounts import person
from tests.factories.collections import collection
from tests.factories.events import event
from tests.factories.practice import published_practice
from tests.factories.shortlist import evaluation_round

pytestmark = pytest.mark.django_db


def of_event(by):
    made = event(title="Before")
    return SimpleNamespace(
        row=made,
        page=reverse("practice:event-change", args=[made.reference]),
        save=lambda words: events.change(event=made, values={"title": words}, by=by),
        field="title",
    )


def of_round(by):
    made = evaluation_round(title="Before")
    return SimpleNamespace(
        row=made,
        page=reverse("practice:shortlist-change", args=[made.reference]),
        save=lambda words: shortlist_rounds.change(round_=made, values={"title": words}, by=by),
        field="title",
    )


def of_collection(by):
    made = collection(published_practice(), title="Before", by=by)
    values = {"intro": made.intro, "audience": made.audience}
    return SimpleNamespace(
        row=made,
        page=reverse("practice:collection-change", args=[made.slug]),
        save=lambda words: collections.change(collection=made, values={**values, "title": words}, version=None, by=by),
        field="title",
    )


def of_evaluator(by):
    values = {"name": "Before", "kind": "university", "contact_email": "centre@university.example"}
    made = evaluators.add(values=values, by=by)
    return SimpleNamespace(
        row=made,
        page=reverse("practice:evaluator-change", args=[made.slug]),
        save=lambda words: evaluators.change(body=made, values={**values, "name": words}, by=by),
        field="name",
    )


def sent(page, **typed):
    """What the form of a page would send, with other words in some fields."""
    form = page.context["form"]
    kept = {}
    for field in form:
        widget, value = field.field.widget, field.value()
        if hasattr(widget, "decompress"):
            texts = value if isinstance(value, list) else widget.decompress(value)
            parts = zip(widget.widgets_names, texts, strict=True)
            kept |= {f"{field.html_name}{name}": "" if part is None else part for name, part in parts}
        elif value is not None and value is not False:
            kept[field.html_name] = value
    return kept | typed


@pytest.mark.parametrize("make", [of_event, of_round, of_collection, of_evaluator])
def test_second_of_two_sees_both_and_goes_on_from_there(make, client_for):
    ours, theirs = person("vkpp_admin"), person("vkpp_admin")
    thing, browser = make(theirs), client_for(ours)
    opened = browser.get(thing.page)
    thing.save("Theirs")

    told = browser.post(thing.page, sent(opened, **{thing.field: "Mine"}))

    thing.row.refresh_from_db()
    assert (told.status_code, getattr(thing.row, thing.field)) == (409, "Theirs")
    assert ("Theirs", "Mine") in [(row["left"], row["right"]) for row in told.context["form"].theirs]
    assert told.context["form"]["version"].value() == str(thing.row.version)
    assert "What is there now" in told.text
    again = browser.post(thing.page, sent(told))
    assert again.status_code == 302, again.context["form"].errors
    thing.row.refresh_from_db()
    assert getattr(thing.row, thing.field) == "Mine"
