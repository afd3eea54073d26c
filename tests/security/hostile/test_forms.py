"""Hostile texts through every form: nothing of ours fails, and no markup comes alive on any page."""

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.security.attacker.sending import body_of, insist_on_none
from tests.security.checks import BROKEN_OUT, EVALUATED
from tests.security.hostile import walk

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def found_forms(world):
    """Every form with fields to type into, found by opening every page of the table."""
    return walk.spots(world)


def test_no_hostile_text_in_any_form_fails_or_comes_alive(world, found_forms, record_property):
    """The answer, and the page of the form as it is afterwards."""
    wrong, sent = [], 0
    forms = [spot for spot in found_forms if spot.form.method == "post"]
    for spot in forms:
        for batch in walk.batches(walk.texts_for(str(spot)), spot.form.typed):
            sent += 1
            wrong += [(str(spot), *one) for one in outcome(world, spot, batch)]
    record_property("forms", len(forms))
    record_property("requests", sent)
    insist_on_none(wrong)
    assert sent > len(forms) > 60


def outcome(world, spot, batch):
    """What went wrong when this was typed into the form."""
    with transaction.atomic():
        cache.clear()
        browser = world.client(spot.actor)
        answer = browser.post(
            spot.form.action, body_of(spot.form, **{name: text.typed for name, text in batch.items()})
        )
        faults = look(answer)
        if answer.status_code in {301, 302}:
            faults += look(browser.get(spot.page))
        transaction.set_rollback(True)
    return faults


def look(answer):
    """Failures of ours, and markup or templates that came alive."""
    if answer.status_code >= 500:
        return [("failed", answer.status_code)]
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    page = answer.content.decode()
    return [("alive", found.group()) for found in (BROKEN_OUT.search(page), EVALUATED.search(page)) if found]
