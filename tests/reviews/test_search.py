"""The search over reviews: where words are found, for whom, with which passages, in which order."""

import pytest
from django.urls import reverse

from practice.models import Synonym
from reviews import learning_search
from reviews.learning_filters import Wanted
from tests.clients import PortalClient
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, a_coding, a_document, a_point, taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    a_plan()
    taxonomy()
    return person("force_analyst", ForceFactory(code="kent"))


def found(user, text, **chosen):
    """The ids of the first page."""
    return learning_search.find(user, Wanted(text, {name: (value,) for name, value in chosen.items()})).ids


def test_words_are_found_in_titles_summaries_pages_and_agreed_points(reader):
    titled, told = a_case(title="Strangulation review"), a_case(summary="It began with strangulation.")
    paged, learned = a_case(), a_case("assured")
    a_document(paged, ("Nothing here.", "Strangulations were not seen as risk."))
    a_point(a_coding(learned), text="Ask about strangulation.")
    a_case()

    assert found(reader, "strangulation") == [titled.pk, learned.pk, told.pk, paged.pk]
    assert found(reader, "strangulation risk") == [paged.pk]
    assert found(reader, "strangulation -risk") == [titled.pk, learned.pk, told.pk]


def test_phrases_stand_together(reader):
    apart, together = a_case(), a_case()
    a_document(apart, ("Curiosity was professional.",))
    a_document(together, ("They lacked professional curiosity.",))
    assert found(reader, '"professional curiosity"') == [together.pk]
    assert set(found(reader, "professional curiosity")) == {apart.pk, together.pk}


def test_words_that_mean_the_same_are_found(reader):
    Synonym.objects.create(words=["da", "domestic abuse"], order=1)
    case = a_case(title="Review of a death", summary="Years of domestic abuse.")
    assert found(reader, "DA") == [case.pk]


def test_some_words_are_enough_when_no_review_has_all(reader):
    case = a_case(summary="A knife was found.")
    answer = learning_search.find(reader, Wanted("knife helicopter"))
    assert answer.ids == [case.pk]
    assert answer.loosened


def test_nobody_finds_what_they_may_not_read(reader):
    staff, outsider = person("vkpp_staff"), person("evaluator")
    secret = a_case(title="Zzqsecret", marking="official_sensitive")
    sent = a_case("sent", title="Zzqsent")
    case = a_case()
    a_document(case, ("Zzqpage of a sensitive file.",), marking="official_sensitive")
    blind = a_case("coding")
    a_point(a_coding(blind, role="first"), text="Zzqblind point.")
    a_point(a_coding(a_case("coded")), text="Zzqunassured point.")

    for word in ("zzqsecret", "zzqsent", "zzqpage", "zzqblind", "zzqunassured"):
        assert found(reader, word) == []
        assert found(outsider, word) == []
    assert found(staff, "zzqsecret") == [secret.pk]
    assert found(staff, "zzqsent") == [sent.pk]
    assert found(staff, "zzqpage") == [case.pk]
    assert found(staff, "zzqblind") == []
    assert found(staff, "zzqunassured") == []


def test_facets_count_what_each_value_would_give(reader):
    a_case(summary="A knife.", outcome="fatal")
    a_case(summary="A knife.", outcome="serious_harm")
    answer = learning_search.find(reader, Wanted("knife", {"outcome": ("fatal",)}))
    assert answer.total == 1
    assert answer.counts["outcome"] == {"fatal": 1, "serious_harm": 1}


def test_page_shows_passages_with_the_words_marked(reader):
    case = a_case("assured", title="Knife crime <b>review</b>")
    document = a_document(case, ("First page.", "The knife was on the table & nobody looked."))
    a_point(a_coding(case), text="Search for a knife.")
    client = PortalClient()
    client.force_login(reader)
    content = client.get(reverse("reviews:search"), {"q": "knife"}).content.decode()

    assert "<mark>Knife</mark> crime &lt;b&gt;review&lt;/b&gt;" in content
    assert "Search for a <mark>knife</mark>." in content
    assert "The <mark>knife</mark> was on the table &amp; nobody looked" in content
    assert f'href="{reverse("reviews:document-text", args=[case.reference, document.pk])}?page=2"' in content


def test_what_is_removed_is_found_no_more(reader):
    case = a_case()
    document = a_document(case, ("Helicopter.",))
    assert found(reader, "helicopter") == [case.pk]
    type(document).objects.filter(pk=document.pk).update(removed_at="2026-01-01T00:00Z")
    assert found(reader, "helicopter") == []


@pytest.mark.parametrize("text", ["", "the", "-", '"', "a" * 300, "knife & | ! ( ' :*", "\x00", "=12", "-the"])
def test_anything_may_be_typed(reader, text):
    a_case()
    client = PortalClient()
    client.force_login(reader)
    assert client.get(reverse("reviews:search"), {"q": text}).status_code == 200
