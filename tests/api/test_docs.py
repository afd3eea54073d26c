"""The page on the API: its examples go to addresses that exist, with parameters that exist, and it names everything."""

import re
import shlex
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import resolve

from tests.api.clients import program
from tests.factories.accounts import person
from tests.factories.practice import CallFactory, draft_practice, published_practice
from vkpp.core.api.errors import CODES, REFUSAL_CODES
from vkpp.core.api.pages import description

pytestmark = pytest.mark.django_db

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def curls():
    """Each curl command of the page: method, path, query, headers and body."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    for line in lines:
        if line.startswith("curl "):
            yield parsed(shlex.split(line)[1:])


def parsed(words):
    method, headers, body, form, url = "GET", {}, None, None, ""
    words = iter(words)
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _colon, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        elif word == "-F":
            form = next(words)
        else:
            url = word
    parts = urlsplit(url.replace("$PORTAL", "http://testserver"))
    return method, parts.path, dict(parse_qsl(parts.query)), headers, body, form


EXAMPLES = list(curls())


@pytest.mark.parametrize(("method", "path", "query", "headers", "body", "form"), EXAMPLES)
def test_example_goes_to_an_address_that_knows_it(method, path, query, headers, body, form):
    match = resolve(path)
    assert match.url_name != "nothing", path
    view = match.func.cls()
    assert hasattr(view, method.lower()), (method, path)
    assert set(query) <= view.known_parameters(method), query


def test_examples_work_one_after_the_other():
    owner = person("contributor")
    CallFactory(slug="always-open")
    draft = draft_practice(by=owner)
    published_practice(permitted=("publish_public",))
    client = program(owner)
    client_headers = ("Content-Type", "Authorization")
    seen = []
    for method, path, query, headers, body, form in EXAMPLES:
        address = path.replace("VP-2026-00017", draft.reference)
        sent = {name: value for name, value in headers.items() if name not in client_headers}
        if method == "GET":
            answer = client.get(address, query, headers=sent)
        elif form or "answers" in (body or ""):
            continue
        else:
            answer = client.generic(method, address, body or "", "application/json", headers=sent)
        seen.append(answer.status_code)

    assert seen == [200] * 8 + [200, 201, 200, 200, 200]


def test_page_names_every_filter_and_refusal():
    parameters = description("en-gb")["paths"]["/api/v1/practices/"]["get"]["parameters"]
    for parameter in parameters:
        name = parameter["name"]
        assert parameter["in"] == "header" or f"`{name}`" in PAGE or f"{name}=" in PAGE, name
    for code in {*CODES.values(), *REFUSAL_CODES}:
        assert f"`{code}`" in PAGE, code


def test_python_example_compiles():
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)

    compile(example, "docs/api.md", "exec")
