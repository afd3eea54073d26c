"""Coding on the home page, beside a review, and in the demonstration."""

import json
import re

import pytest
from django.urls import reverse

from reviews import demo_coding
from reviews.actions import coding as actions
from reviews.models import CaseReview, Coding, LearningPoint, Taxonomy, Theme
from reviews.reference import DATA
from tests.factories.accounts import ForceFactory, person
from tests.factories.reviews import a_case, a_document, taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    taxonomy()
    return [person("vkpp_staff", display_name=name) for name in ("Ada First", "Ben Second", "Cat Third")]


def page(client, who, address):
    client.force_login(who)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))


def test_home_shows_what_is_ones_own_to_code_and_to_bring_together(client, staff):
    case = a_case("included", title="Review of the home page")
    first, second = actions.assign(review=case, first=staff[0], second=staff[1], by=staff[2])

    assert "Case reviews to code 1 Review of the home page" in page(client, staff[0], "/")
    assert "Case reviews to code" not in page(client, staff[2], "/")
    for one in (first, second):
        actions.finish(coding=one, note="Nothing.", by=one.coder)
    assert "Bring together" in page(client, staff[2], "/")
    assert "Case reviews to code" not in page(client, staff[0], "/")


def test_review_leads_staff_to_its_coding_and_nobody_else(client, staff):
    case = a_case("included")
    actions.assign(review=case, first=staff[0], second=staff[1], by=staff[2])
    address = reverse("reviews:case", args=[case.reference])

    assert "Coded by Ada First, Ben Second. Go to your workbench" in page(client, staff[0], address)
    assert "Go to your workbench" not in page(client, staff[2], address)
    assert "Ada First" not in page(client, person("contributor", ForceFactory(code="kent")), address)


def test_demonstration_has_one_review_to_bring_together_and_one_at_work(staff):
    themes = json.loads((DATA / "taxonomy-1.json").read_text(encoding="utf-8"))["themes"]
    Taxonomy.objects.update(state="retired")
    book = Taxonomy.objects.create(number=2, title="Themes")
    for group in themes:
        for row in (group, *group["children"]):
            Theme.objects.create(taxonomy=book, code=row["code"], label=row["label"])
    Taxonomy.objects.filter(pk=book.pk).update(state="published", published_at=book.created_at)
    for row in json.loads((DATA / "demo_reviews.json").read_text(encoding="utf-8")):
        pages = ["\n".join(section["paragraphs"]) for section in row["sections"]]
        a_document(a_case("included", title=row["values"]["title"]), pages)

    assert list(demo_coding.load()) == ["2 reviews with their coders."]
    assert list(demo_coding.load()) == []

    assert sorted(CaseReview.objects.values_list("state", flat=True)) == ["coding", "comparing"]
    assert Coding.objects.filter(done_at=None).count() == 2
    assert LearningPoint.objects.count() == LearningPoint.objects.exclude(page=None).count() == 10
    agreed = CaseReview.objects.get(state="comparing").agreements.get()
    assert (agreed.both, agreed.only_first, agreed.only_second) == (2, 2, 2)
