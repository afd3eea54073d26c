"""Versions of the code book: drafted from the one in use, edited, compared, published; published ones stay."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from reviews.actions import coding, taxonomies
from reviews.models import Taxonomy, Theme
from reviews.presenters.code_book import comparison
from tests.factories.accounts import ForceFactory, person
from tests.factories.reviews import a_case, a_coding, a_point, taxonomy
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db
WORDS = {"label": "Housing", "description": "Homes, and losing them.", "parent": ""}


@pytest.fixture
def admin():
    taxonomy()
    return person("vkpp_admin")


@pytest.fixture
def draft(admin):
    return taxonomies.draft(by=admin)


def codes(version):
    return list(version.themes.order_by("order").values_list("code", flat=True))


def test_draft_has_the_themes_of_the_version_in_use(draft):
    assert (draft.number, draft.state) == (2, "draft")
    assert codes(draft) == ["risk", "risk-assessment", "victim", "collaboration"]
    assert draft.themes.get(code="risk-assessment").parent == draft.themes.get(code="risk")


def test_there_is_one_draft_at_a_time(draft, admin):
    with pytest.raises(Conflict, match="There is a draft already"):
        taxonomies.draft(by=admin)
    assert Taxonomy.objects.count() == 2


def test_only_administrators_manage_themes(draft):
    staff = person("vkpp_staff")
    for act in (
        lambda: taxonomies.draft(by=staff),
        lambda: taxonomies.add(taxonomy=draft, values=WORDS, by=staff),
        lambda: taxonomies.publish(taxonomy=draft, by=staff),
    ):
        with pytest.raises(NotAllowed, match="VKPP administrators"):
            act()


def test_draft_is_edited_and_says_what_it_changes(draft, admin):
    taxonomies.add(taxonomy=draft, values=WORDS | {"parent": "victim"}, by=admin)
    taxonomies.change(
        theme=draft.themes.get(code="victim"),
        values={"label": "Victims", "description": "How they were heard.", "parent": ""},
        by=admin,
    )
    taxonomies.change(
        theme=draft.themes.get(code="risk-assessment"),
        values={"label": "Risk assessment", "description": "Tools.", "parent": "collaboration"},
        by=admin,
    )
    taxonomies.leave_out(theme=draft.themes.get(code="risk"), by=admin)
    taxonomies.move(theme=draft.themes.get(code="collaboration"), way="up", by=admin)

    assert codes(draft) == ["collaboration", "risk-assessment", "victim", "housing"]
    rows = [((row["sides"][1] or row["sides"][0]).code, row["what"]) for row in comparison(draft)]
    assert rows == [
        ("risk-assessment", ["Described anew", "Moved"]),
        ("victim", ["Renamed", "Described anew"]),
        ("housing", ["New"]),
        ("risk", ["Left out"]),
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"label": ""}, "label"),
        ({"label": "risk"}, "label"),
        ({"description": " "}, "description"),
        ({"parent": "gone"}, "parent"),
    ],
)
def test_theme_needs_a_name_of_its_own_and_a_description(draft, admin, values, field):
    with pytest.raises(Invalid) as caught:
        taxonomies.add(taxonomy=draft, values=WORDS | values, by=admin)
    assert list(caught.value.errors) == [field]


def test_theme_stands_neither_below_itself_nor_too_deep(draft, admin):
    risk, assessment = draft.themes.get(code="risk"), draft.themes.get(code="risk-assessment")
    values = {"label": "Risk", "description": "Risk."}

    with pytest.raises(Invalid, match="below itself"):
        taxonomies.change(theme=risk, values=values | {"parent": "risk-assessment"}, by=admin)
    third = taxonomies.add(taxonomy=draft, values=WORDS | {"parent": assessment.code}, by=admin)
    with pytest.raises(Invalid, match="at most three deep"):
        taxonomies.add(taxonomy=draft, values=WORDS | {"label": "Deeper", "parent": third.code}, by=admin)


def test_group_is_left_out_after_what_stands_below_it(draft, admin):
    with pytest.raises(Conflict, match="below this one"):
        taxonomies.leave_out(theme=draft.themes.get(code="risk"), by=admin)


def test_publishing_needs_a_note_and_retires_the_earlier_version(draft, admin):
    old = taxonomy()
    with pytest.raises(Invalid, match="Say what changed and why"):
        taxonomies.publish(taxonomy=draft, by=admin)
    taxonomies.describe(taxonomy=draft, title="Themes", note="Housing is new.", by=admin)

    taxonomies.publish(taxonomy=draft, by=admin)

    old.refresh_from_db()
    assert (old.state, draft.state, draft.published_by) == ("retired", "published", admin)


def test_published_version_never_changes(draft, admin):
    theme = taxonomy().themes.get(code="risk")
    for act in (
        lambda: taxonomies.change(theme=theme, values=WORDS, by=admin),
        lambda: taxonomies.leave_out(theme=theme, by=admin),
        lambda: taxonomies.discard(taxonomy=theme.taxonomy, by=admin),
    ):
        with pytest.raises(Conflict, match="never changes"):
            act()
    assert Theme.objects.get(pk=theme.pk).label == "Risk"


def test_coding_under_way_keeps_its_version(draft, admin, client):
    case, coder = a_case("included"), person("vkpp_staff")
    first, _second = coding.assign(review=case, first=coder, second=person("vkpp_staff"), by=admin)
    taxonomies.describe(taxonomy=draft, title="Themes", note="New.", by=admin)
    taxonomies.publish(taxonomy=draft, by=admin)

    client.force_login(coder)
    page = client.get(reverse("reviews:workbench", args=[first.pk])).content.decode()

    assert "You code by version 1 of the themes" in page
    later, _other = coding.assign(review=a_case("included"), first=coder, second=person("vkpp_staff"), by=admin)
    assert (first.taxonomy.number, later.taxonomy.number) == (1, 2)


def test_discarded_draft_is_gone_with_its_themes(draft, admin):
    taxonomies.discard(taxonomy=draft, by=admin)
    assert Taxonomy.objects.get().number == 1
    assert Theme.objects.count() == 4


def test_administrator_goes_the_way_on_the_pages(client, admin):
    client.force_login(admin)
    book = client.post(reverse("reviews:taxonomy-draft"), follow=True).redirect_chain[-1][0]
    client.post(f"{book}themes/", WORDS)
    client.post(f"{book}themes/housing/move/", {"way": "up"})
    client.post(f"{book}note/", {"title": "Themes", "note": "Housing is new."})
    assert "New" in client.get(f"{book}compare/").content.decode()
    page = client.post(f"{book}publish/", follow=True).content.decode()

    assert "Published. Reviews are coded by this version from now on." in page
    assert codes(Taxonomy.objects.get(state="published")) == [
        "risk",
        "risk-assessment",
        "victim",
        "housing",
        "collaboration",
    ]


def test_readers_read_the_code_book_and_never_a_draft(client, draft):
    a_point(a_coding(a_case("assured")), theme="victim")
    client.force_login(person("contributor", ForceFactory(code="kent")))

    page = client.get(reverse("reviews:taxonomy"), follow=True).content.decode()

    assert "1 learning point" in page
    assert "Version 2" not in page
    assert client.get(reverse("reviews:taxonomy-version", args=[2])).status_code == 404
    assert client.get(reverse("reviews:taxonomy-compare", args=[2])).status_code == 404


def test_database_keeps_published_themes(admin):
    theme = taxonomy().themes.get(code="risk-assessment")
    for act in (
        lambda: Theme.objects.filter(pk=theme.pk).update(label="Other"),
        theme.delete,
        lambda: Taxonomy.objects.filter(pk=theme.taxonomy_id).update(title="Other"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Theme.objects.get(pk=theme.pk).label == "Risk assessment"
