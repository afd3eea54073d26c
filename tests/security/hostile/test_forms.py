"""Hostile texts through every form: refused in a sentence with nothing stored, or kept as typed and shown as text."""

import zlib

import pytest
from django.core.cache import cache
from django.db import transaction
from lxml import html

from tests.security.attacker.harvest import forms_of
from tests.security.attacker.sending import body_of, insist_on_none
from tests.security.checks import BROKEN_OUT, EVALUATED
from tests.security.hostile import strings, walk
from tests.security.hostile.pages import sentences
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db

EACH_ALONE = {
    "nvap:answer_evidence": "each file and link is taken or refused by itself",
    "reviews:peer-supply": "the same",
}
"""Route → why some of what is sent may be stored beside a refusal."""
LEFT_OUT = {("practice:add_question", "options"): "a question that is answered in words has no options to keep"}
"""Route and field → why what is typed there is neither kept nor refused."""
SEARCHES = 2
"""How many requests each search gets; `make attack` sends every text."""


@pytest.fixture(scope="module")
def found_forms(world):
    """Every form with fields to type into, found by opening every page of the table."""
    return walk.spots(world)


def posts(found_forms):
    return [spot for spot in found_forms if spot.form.method == "post"]


def test_hostile_texts_in_every_form_are_refused_in_a_sentence_or_kept_as_typed(world, found_forms, record_property):
    """In the fields to type into; then in those to choose from, which no browser would send."""
    wrong, sent = [], 0
    for spot in posts(found_forms):
        chosen = [name for name, _value in spot.form.values if name not in (*spot.form.typed, *spot.form.buttons)]
        texts = walk.texts_for(str(spot))
        tries = [*walk.batches(texts, spot.form.typed)]
        tries += list(walk.batches(texts, chosen))[: None if walk.WHOLE else 1] if chosen else []
        for batch in tries:
            sent += 1
            wrong += [(str(spot), *one) for one in outcome(world, spot, batch)]
    record_property("forms", len(posts(found_forms)))
    record_property("requests", sent)
    insist_on_none(wrong)
    assert sent > len(posts(found_forms)) > 60


def written():
    """How many events there are, but for those that say that somebody looked at something."""
    return AuditEvent.objects.exclude(verb__endswith=".look").count()


def sent_from(spot, batch):
    """What a browser sends with these texts: of the buttons only the first."""
    body = body_of(spot.form, **{name: text.typed for name, text in batch.items()})
    for name in set(spot.form.buttons) - set(spot.form.buttons[:1]):
        body.pop(name, None)
    for name in spot.form.buttons[:1]:
        if isinstance(body.get(name), list):
            body[name] = body[name][0]
    return body


def outcome(world, spot, batch):
    """What went wrong when this was typed into the form: pairs of a fault and what it is about."""
    with transaction.atomic():
        cache.clear()
        browser, before = world.client(spot.actor), written()
        answer = browser.post(spot.form.action, sent_from(spot, batch))
        stored = written() > before
        faults, said = look(answer), sentences(answer)
        if answer.status_code in {301, 302}:
            shown = browser.get(spot.page)
            faults += look(shown) + (kept_wrongly(spot, batch, shown) if stored else [])
        elif stored and said and spot.form.route not in EACH_ALONE:
            faults.append(("stored in part", said))
        elif not stored and answer.status_code == 200 and not said:
            faults.append(("no sentence", [str(text) for text in batch.values()]))
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


def kept_wrongly(spot, batch, shown):
    """What the fields of the page hold afterwards: what was typed, or what they held before."""
    if not shown.content or shown.status_code != 200:
        return []
    page = shown.content.decode()
    if found := [str(text) for text in batch.values() if any(sign in page for sign in text.bad)]:
        return [("stored what can never be", found)]
    forms = [form for form in forms_of(spot.page, html.fromstring(shown.content)) if form.action == spot.form.action]
    held = {name: {value for form in forms for own, value in form.values if own == name} for name in batch}
    before = {name: {value for own, value in spot.form.values if own == name} for name in batch}
    return [
        ("kept otherwise", name, str(text), sorted(held[name])[:2])
        for name, text in batch.items()
        if name in spot.form.typed and held[name] and text.kept
        if not held[name] & ({text.kept, ""} | before[name])
        and not {_plain(value) for value in held[name]} & {_plain(text.kept)}
    ]


def _plain(value):
    """A number is the same however it is written, a text however its lines are broken."""
    try:
        return float(value)
    except ValueError:
        return " ".join(value.split())


def test_text_that_can_never_be_stored_is_refused_in_its_own_sentence(world, found_forms, record_property):
    """Alone, in each field for long texts: in the sentence about it, or in those about the other fields of the form."""
    wrong, sent, exact = [], 0, 0
    never = [text for text in strings.ALL if text.never and text.kind != strings.HALF]
    for spot in posts(found_forms):
        for name in spot.form.areas:
            start = zlib.crc32(f"{spot} {name}".encode())
            for text in never if walk.WHOLE else [never[start % len(never)]]:
                stored, said = refusal(world, spot, name, text)
                sent, known = sent + 1, (*text.sentences, strings.NULL_IN_FORM)
                exact += any(one in words for words in said for one in known)
                if stored or not (said or (spot.form.route, name) in LEFT_OUT):
                    wrong.append((str(spot), name, str(text), stored, said))
    record_property("requests", sent)
    record_property("in their own sentence", exact)
    insist_on_none(wrong)
    assert exact > sent / 2 > 30


def refusal(world, spot, name, text):
    """Whether the text is stored, and what the form says to it, on its own page or the next."""
    with transaction.atomic():
        cache.clear()
        browser, before = world.client(spot.actor), written()
        answer = browser.post(spot.form.action, sent_from(spot, {name: text}), follow=True)
        stored = written() > before and any(sign in answer.text for sign in text.bad)
        said = sentences(answer) or ([f"page {answer.status_code}"] if answer.status_code in {403, 404, 409} else [])
        transaction.set_rollback(True)
    return stored, said


def test_hostile_texts_in_every_search_and_filter_are_only_looked_for(world, found_forms, record_property):
    """In the fields to type into and in those to choose from: a page, and nothing comes alive."""
    wrong, sent = [], 0
    forms = [spot for spot in found_forms if spot.form.method == "get"]
    for spot in forms:
        names = list(dict.fromkeys([*spot.form.typed, *(name for name, _value in spot.form.values)]))
        tries = list(walk.batches(walk.texts_for(str(spot)), names))
        for batch in tries if walk.WHOLE else tries[:SEARCHES]:
            cache.clear()
            sent += 1
            data = {name: text.typed for name, text in batch.items()}
            answer = world.client(spot.actor).get(spot.form.action.partition("?")[0], data)
            faults = look(answer)
            faults += [("no page", answer.status_code)] if answer.status_code not in {200, 302, 400, 404} else []
            wrong += [(str(spot), [str(text) for text in batch.values()], *one) for one in faults]
    record_property("forms", len(forms))
    record_property("requests", sent)
    insist_on_none(wrong)
    assert sent > len(forms) > 20
