"""Whoever was given a query or an improvement action, and nothing else, can follow every link that they are shown."""

import re

import pytest
from django.urls import reverse

from nvap.actions import improving, queries
from nvap.models import Return
from tests.factories.accounts import person
from tests.factories.nvap import answer_of, answered

pytestmark = pytest.mark.django_db


def a_query(ret, _lead, colleague):
    Return.objects.filter(pk=ret.pk).update(state="submitted", submitted_at=ret.round.opens_at)
    about = {"subject": "Numbers", "text": "How many?", "assignee": colleague, "by": person("vkpp_staff")}
    return reverse("nvap:query", args=[queries.raise_query(response=answer_of(ret), **about).reference])


def an_improvement(ret, lead, colleague):
    answered(ret, by=lead, gap=True, gap_text="No training.")
    improvement = improving.from_gap(gap=answer_of(ret).gaps.get(), by=lead)
    type(improvement).objects.update(owner=colleague)
    return reverse("nvap:improvement", args=[improvement.reference])


@pytest.mark.parametrize("given", [a_query, an_improvement])
def test_every_link_of_the_page_opens_for_who_was_given_only_this(ret, lead, client_for, given):
    colleague = person("contributor", ret.force)
    page = given(ret, lead, colleague)
    browser, answer = client_for(colleague), reverse("nvap:answer", args=[ret.round.code, ret.force.code, "2.1.1"])
    assert browser.get(answer).status_code == 404

    shown = browser.get(page).content.decode()

    links = set(re.findall(r'<a [^>]*href="(/[^"#]*)"', shown))
    assert {href: browser.get(href, follow=True).status_code for href in links} == dict.fromkeys(links, 200)
    assert f'href="{answer}"' in client_for(lead).get(page).content.decode()
