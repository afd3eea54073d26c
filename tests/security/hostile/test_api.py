"""Hostile texts, numbers and bodies through every write of the API: a problem that names the field, or kept as sent."""

import json
import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import resolve

from tests.security.attacker.sending import insist_on_none
from tests.security.hostile import strings, walk
from tests.security.hostile.pages import sentences
from tests.security.rows import ROWS
from tests.security.table import members
from vkpp.core.api import problems
from vkpp.core.api.pages import description
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db

WRITES = [
    row
    for row in ROWS
    if row.is_api and row.method != "get" and members(row.allowed) - {"anonymous"} and "file" not in row.data
]
ADDRESSES = list({(row.route, row.method): row for row in WRITES}.values())
RAW = [
    b"",
    b"null",
    b"[]",
    b"NaN",
    b'"text"',
    b"{",
    b'{"a": 1,}',
    b'{"version": NaN}',
    b'{"version": 1e999}',
    b'{"version": ' + b"9" * 5000 + b"}",
    b"[" * 20_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{\x00}\x00",
    b'{"\\ud800": 1}',
    b'{"title": "a\\u0000b"}',
    b'{"version": 1, "version": 2, "version": {}}',
    b'{"__proto__": {"state": "published"}, "constructor": null}',
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
]
ODD = [None, True, -1, 0, 2**31, 2**63, -(2**63) - 1, 10**400, 1.5, -0.0, "", "1", [], [[]], [None], {}, {"a": {}}]


def described():
    """(route, method) → the fields of the body as the API's description has them."""
    spec, found = description("en-gb"), {}
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content is not None:
                found[method, path] = properties(spec, content["schema"])
    return found


def properties(spec, schema):
    """The fields of a schema, through its references."""
    if "$ref" in schema:
        return properties(spec, spec["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    found = dict(schema.get("properties", {}))
    for part in (*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        found |= properties(spec, part)
    return found


@pytest.fixture(scope="module")
def fields():
    """(method, path) of the description → its fields."""
    return described()


def fields_of(row, world, fields):
    """The fields that this address takes: those of the description, and those that the table sends."""
    shape = _shape("/" + resolve(row.url(world)).route)
    known = next(
        (names for (method, path), names in fields.items() if method == row.method and _shape(path) == shape), ()
    )
    return list(dict.fromkeys([*known, *row.data]))


def _shape(path):
    """An address with nothing where its arguments are."""
    return re.sub(r"<[^>]+>|{[^}]+}", "", path)


def send(world, row, body):
    """The answer to this body (bytes, or what is put into JSON) and how many events it made."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    with transaction.atomic():
        cache.clear()
        before = AuditEvent.objects.count()
        browser = world.client(walk.insider(row))
        answer = getattr(browser, row.method)(row.url(world), raw, content_type="application/json", headers=row.headers)
        made = AuditEvent.objects.count() - before
        transaction.set_rollback(True)
    return answer, made


def faults(answer, made):
    """What is wrong with an answer whatever was sent."""
    if answer.status_code < 400:
        return []
    if answer.headers.get("Content-Type") != "application/problem+json" or answer.status_code >= 500:
        return [("no problem", answer.status_code)]
    problem = answer.json()
    good = problem["code"] in problems.BY_CODE and problem["detail"] and all(sentences(answer))
    return ([] if good else [("poor problem", problem)]) + ([("stored although refused", made)] if made else [])


def test_hostile_texts_in_every_field_are_refused_by_name_or_kept(world, fields, record_property):
    wrong, sent = [], 0
    for row in ADDRESSES:
        names = fields_of(row, world, fields)
        for batch in walk.batches(walk.texts_for(str(row), surrogates=True), names) if names else ():
            sent += 1
            answer, made = send(world, row, row.body(world) | {name: text.typed for name, text in batch.items()})
            wrong += [(str(row), *one) for one in faults(answer, made) + misunderstood(batch, answer)]
    record_property("addresses", len(ADDRESSES))
    record_property("requests", sent)
    insist_on_none(wrong)
    assert sent > len(ADDRESSES)


def misunderstood(batch, answer):
    """Texts that can never be stored were taken, or one was taken and comes back as another."""
    if answer.status_code < 400:
        never = [str(text) for text in batch.values() if text.kind in {strings.NUL, strings.HALF}]
        back = answer.json() if answer.headers.get("Content-Type") == "application/json" else {}
        other = [
            (name, str(text), back[name])
            for name, text in batch.items()
            if isinstance(back.get(name), str)
            and back[name] not in ("", text.typed, text.kept, " ".join(text.kept.split()))
        ]
        return [("taken", never)] * bool(never) + [("kept otherwise", other)] * bool(other)
    return []


def test_bodies_that_are_no_object_are_refused(world):
    wrong = []
    for row in ADDRESSES:
        for raw in RAW if walk.WHOLE else RAW[len(str(row)) % 3 :: 3]:
            answer, made = send(world, row, raw)
            wrong += [(str(row), ascii(raw[:30]), *one) for one in faults(answer, made)]
    insist_on_none(wrong)


def test_values_of_other_kinds_are_refused_by_name(world, fields):
    wrong = []
    for row in ADDRESSES:
        names = fields_of(row, world, fields)
        for place, odd in enumerate(ODD if walk.WHOLE else ODD[len(str(row)) % 4 :: 4]):
            body = row.body(world) | {
                name: ODD[(place + at) % len(ODD)] if at else odd for at, name in enumerate(names)
            }
            answer, made = send(world, row, body)
            wrong += [(str(row), ascii(odd)[:30], *one) for one in faults(answer, made)]
    insist_on_none(wrong)
