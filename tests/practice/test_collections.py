"""Collections of practice: who makes them, what is in them for whom, and their order."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.actions import authoring, collections, sharing
from practice.collecting import reading
from practice.models import PracticeCollection, PracticeCollectionItem
from tests.factories.accounts import ForceFactory, person
from tests.factories.collections import collection
from tests.factories.practice import published_practice, submitted_practice
from tests.queries import queries
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
PUBLIC = ("share_forces", "publish_public", "discuss_stakeholders")


@pytest.fixture
def staff():
    return person("vkpp_staff")


@pytest.fixture
def officer():
    """Somebody of policing who wrote none of the examples."""
    return person("contributor", ForceFactory(code="kent"))


def titles(user, made):
    return [row["title"] for row in reading.rows(made, user)]


def order(made):
    return list(made.items.order_by("place").values_list("practice__reference", "place"))


def test_collection_starts_in_preparation_with_an_address_of_its_title(staff):
    first = collections.create(values={"title": "First steps: county lines"}, by=staff)
    second = collections.create(values={"title": "First steps: county lines"}, by=staff)

    assert (first.slug, second.slug) == ("first-steps-county-lines", "first-steps-county-lines-2")
    assert (first.state, first.audience, first.version) == ("draft", "police", 1)


@pytest.mark.parametrize("role", ["nvap_lead", "evidence_reviewer", "national_analyst", "evaluator"])
def test_collection_is_made_by_staff_alone(role):
    with pytest.raises(NotAllowed, match="Collections of practice are put together by VKPP staff"):
        collections.create(values={"title": "Mine"}, by=person(role))

    assert not PracticeCollection.objects.exists()


def test_collection_title_is_needed_and_reserved_words_are_not_addresses(staff):
    with pytest.raises(Invalid) as refused:
        collections.create(values={"title": " "}, by=staff)
    assert refused.value.errors == {"title": ["Enter a title, for example “First steps against county lines”."]}

    assert collections.create(values={"title": "New"}, by=staff).slug == "new-2"


def test_published_collection_shows_each_reader_what_its_owner_lets_them_read(staff, officer, client):
    for_police = published_practice(title="For policing")
    for_all = published_practice(title="For everybody", permitted=PUBLIC)
    made = collection(for_police, for_all, by=staff, audience="public")

    assert titles(officer, made) == ["For policing", "For everybody"]
    page = client.get(reverse("practice:collection", args=[made.slug]))
    assert "For everybody" in page.text
    assert "1 example" in page.text
    assert "For policing" not in page.text


def test_revoked_permission_takes_an_example_out_of_a_collection_at_once(staff, officer, client_for):
    kept, taken = published_practice(title="Stays"), published_practice(title="Goes away")
    made = collection(kept, taken, by=staff)

    sharing.revoke(practice=taken, use="share_forces", by=taken.owner)

    page = client_for(officer).get(reverse("practice:collection", args=[made.slug]))
    assert "Stays" in page.text
    assert "Goes away" not in page.text
    assert "Note on Goes away" not in page.text
    assert reading.counted(PracticeCollection.objects.visible_to(officer), officer).get().readable == 1


def test_collection_with_nothing_readable_does_not_exist_for_readers(staff, officer, client_for):
    practice = published_practice()
    made = collection(practice, by=staff)
    authoring.withdraw(practice=practice, reason="It ended.", by=practice.owner)

    assert client_for(officer).get(reverse("practice:collection", args=[made.slug])).status_code == 404
    assert not PracticeCollection.objects.visible_to(officer).exists()
    page = client_for(staff).get(reverse("practice:collection-work", args=[made.slug]))
    assert "1 example is not shown to the readers of this collection now" in page.text
    assert practice.reference in page.text


def test_collection_for_policing_is_hidden_from_everybody_else(staff, client):
    made = collection(published_practice(permitted=PUBLIC), by=staff, audience="police")

    assert client.get(reverse("practice:collection", args=[made.slug])).status_code == 404
    assert not PracticeCollection.objects.visible_to(person("evaluator")).exists()


def test_collection_takes_only_published_examples_and_each_once(staff):
    practice, waiting = published_practice(), submitted_practice()
    made = collection(practice, by=staff)

    for reference, sentence in (
        (practice.reference, f"{practice.reference} is in the collection already."),
        (waiting.reference, "No published example that you may read has this reference."),
        ("nonsense\x00", "No published example that you may read has this reference."),
    ):
        with pytest.raises(Invalid) as refused:
            collections.add(collection=made, reference=reference, by=staff)
        assert refused.value.errors == {"reference": [sentence]}

    assert order(made) == [(practice.reference, 1)]
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeCollectionItem.objects.create(collection=made, practice=practice, place=2)


def test_collection_is_published_only_with_an_introduction_and_something_to_read(staff):
    hidden = published_practice(permitted=("discuss_stakeholders",))
    made = collections.create(values={"title": "Empty"}, by=staff)
    collections.add(collection=made, reference=hidden.reference, by=staff)

    with pytest.raises(Invalid) as refused:
        collections.step(collection=made, action="publish", by=staff)

    assert refused.value.errors == {
        "intro": ["Say in a few sentences what the collection is for."],
        "items": ["Add at least one example that its readers may read."],
    }
    assert PracticeCollection.objects.get(pk=made.pk).state == "draft"


def test_retired_collection_is_gone_for_readers_and_comes_back_by_way_of_preparation(staff, officer):
    made = collection(published_practice(), by=staff)

    with pytest.raises(Invalid, match="Give a reason"):
        collections.step(collection=made, action="retire", by=staff)
    collections.step(collection=made, action="retire", reason="Superseded.", by=staff)
    assert not PracticeCollection.objects.visible_to(officer).exists()
    with pytest.raises(Conflict, match="Take it up again before you change it"):
        collections.change(collection=made, values={"title": "Other"}, version=None, by=staff)

    collections.step(collection=made, action="reopen", by=staff)
    assert made.state == "draft"
    collections.step(collection=made, action="publish", by=staff)
    assert PracticeCollection.objects.visible_to(officer).get() == made


def test_stale_page_does_not_overwrite_what_somebody_else_changed(staff):
    made = collection(published_practice(), by=staff)
    seen = made.version
    collections.change(collection=made, values={"title": "Theirs"}, version=seen, by=staff)

    with pytest.raises(Conflict, match="Somebody changed this while you were writing"):
        collections.change(collection=made, values={"title": "Mine"}, version=seen, by=staff)

    assert PracticeCollection.objects.get(pk=made.pk).title == "Theirs"


def test_what_was_taken_out_comes_back_to_its_place_on_the_page(staff, client_for):
    first, second, third = (published_practice(title=f"Example {n}") for n in "abc")
    made = collection(first, second, third, by=staff)
    browser = client_for(staff)

    gone = browser.post(reverse("practice:collection-remove", args=[made.slug, second.reference]), follow=True)
    assert order(made) == [(first.reference, 1), (third.reference, 2)]
    browser.post(reverse("practice:collection-restore", args=[made.slug]), {"undo": gone.context["undo"]})

    assert order(made) == [(first.reference, 1), (second.reference, 2), (third.reference, 3)]
    assert made.items.get(place=2).note == "Note on Example b"
    verbs = AuditEvent.objects.filter(target_type="practice.practicecollection").order_by("-id")
    assert list(verbs.values_list("verb", flat=True)[:3]) == [
        "practice_collection.move",
        "practice_collection.add",
        "practice_collection.remove",
    ]


@settings(max_examples=15, deadline=None)
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 9)), max_size=6))
def test_places_stay_one_to_n_whatever_is_moved(moves):
    with transaction.atomic():
        staff = person("vkpp_staff")
        practices = [published_practice() for _ in range(4)]
        made = collection(*practices, by=staff, publish=False)
        expected = [practice.reference for practice in practices]
        for which, place in moves:
            reference = practices[which].reference
            collections.move(collection=made, reference=reference, place=place, by=staff)
            expected.remove(reference)
            expected.insert(min(max(place, 1), 4) - 1, reference)
        assert order(made) == [(reference, n) for n, reference in enumerate(expected, start=1)]
        transaction.set_rollback(True)


def test_pages_of_collections_ask_as_much_for_three_examples_as_for_one(staff, officer, client_for):
    made = collection(published_practice(), by=staff)
    browser, curator = client_for(officer), client_for(staff)
    pages = [
        (browser, reverse("practice:collections")),
        (browser, reverse("practice:collection", args=[made.slug])),
        (curator, reverse("practice:collection-work", args=[made.slug])),
    ]
    before = [queries(*page) for page in pages]

    for practice in (published_practice(), published_practice()):
        collections.add(collection=made, reference=practice.reference, by=staff)
        collection(practice, by=staff)

    assert [queries(*page) for page in pages] == before


def test_curator_makes_a_collection_from_the_page_of_an_example(staff, client_for):
    practice = published_practice(title="A good idea")
    browser = client_for(staff)
    answer = browser.post(
        reverse("practice:collection-new"),
        {"title": "What to try", "intro": "Start here.", "audience": "police"},
        follow=True,
    )
    assert "The collection is started. Now add examples." in answer.text
    made = PracticeCollection.objects.get()

    add = reverse("practice:collection-add", args=[practice.reference])
    assert add in browser.get(reverse("practice:entry", args=[practice.reference])).text
    browser.post(add, {"collection": made.slug, "note": "Cheap and quick."})
    step = reverse("practice:collection-step", args=[made.slug, "publish"])
    answer = browser.post(step, {"version": PracticeCollection.objects.get().version}, follow=True)

    assert "Done: Publish." in answer.text
    assert "Cheap and quick." in answer.text
    page = browser.get(reverse("practice:entry", args=[practice.reference]))
    assert reverse("practice:collection", args=[made.slug]) in page.text


def test_feed_of_a_public_collection_has_what_everybody_may_read(staff, client):
    for_all = published_practice(title="For everybody", permitted=PUBLIC)
    made = collection(for_all, published_practice(title="For policing"), by=staff, audience="public")
    closed = collection(for_all, by=staff, audience="police", title="Closed")

    feed = client.get(reverse("practice:collection-feed", args=[made.slug]))
    assert feed["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.text.count("<entry>") == 1
    assert "For everybody" in feed.text
    assert client.get(reverse("practice:collection-feed", args=[closed.slug])).status_code == 404
