"""The page on the API: its examples go to addresses that exist, with parameters that exist, and it names everything."""

import html
import re
import shlex
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.urls import resolve

from nvap import reference
from nvap.models import PlanVersion, Query, QueryMessage, Return
from tests.api.clients import program
from tests.factories.accounts import person
from tests.factories.nvap import a_return, a_round, answer_of, answered
from tests.factories.practice import CallFactory, draft_practice, published_practice
from vkpp.core.api import problems
from vkpp.core.api.errors import CODES, SENTENCES, BadParameter, PreconditionRequired, TooLarge
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
OF_RETURNS = ("plans", "successions", "crosswalks", "rounds", "returns", "queries")
RETURNS = [example for example in EXAMPLES if example[1].split("/")[3] in OF_RETURNS]
PRACTICE = [example for example in EXAMPLES if example not in RETURNS]


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
    for method, path, query, headers, body, form in PRACTICE:
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


@pytest.fixture
def lead():
    """The lead of Norfolk, in the rounds and with the query of the examples."""
    list(reference.load())
    plan = PlanVersion.objects.get(code="nvap-2021")
    ret = a_return(round=a_round(plan=plan))
    staff = person("vkpp_staff")
    query = Query.objects.create(reference="Q-00042", response=answer_of(ret), subject="Rooms", raised_by=staff)
    QueryMessage.objects.create(query=query, text="Does it count both control rooms?", by=staff)
    return person("nvap_lead", ret.force)


def test_examples_of_returns_work_one_after_the_other(lead):
    client, seen = program(lead), []
    for method, path, query, headers, body, _form in RETURNS:
        sent = {name: value for name, value in headers.items() if name == "If-Match"}
        address = f"{path}?{urlencode(query)}"
        seen.append(client.generic(method, address, body or "", "application/json", headers=sent).status_code)

    assert seen == [200] * 16
    assert answer_of(Return.objects.get()).answers == {
        "implementation": "embedding",
        "impact": "developing",
        "now": "All officers are trained.",
        "gap": False,
    }


@pytest.mark.parametrize("path", ["practices", "returns", "returns/{round}/{force}/answers", "queries"])
def test_page_names_every_filter(path):
    parameters = description("en-gb")["paths"][f"/api/v1/{path}/"]["get"]["parameters"]
    for parameter in parameters:
        name = parameter["name"]
        in_query = parameter["in"] == "query"
        assert not in_query or f"`{name}`" in PAGE or f"{name}=" in PAGE, name


def test_page_names_every_refusal():
    for problem in problems.PROBLEMS:
        assert f"`{problem.code}`" in PAGE, problem.code


def test_every_problem_has_a_page_that_says_what_to_do(client):
    for problem in problems.PROBLEMS:
        page = client.get(urlsplit(problem.uri).path)
        assert page.status_code == 200
        assert str(problem.remedy) in html.unescape(page.content.decode()), problem.code
    assert client.get("/api/v1/problems/unheard_of/").status_code == 404


def test_every_code_that_is_answered_with_has_a_page():
    declared = {one.default_code for one in (BadParameter, TooLarge, PreconditionRequired)}
    assert {*CODES.values(), *(code for code, _sentence in SENTENCES.values()), *declared} <= set(problems.BY_CODE)


PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("example", PYTHON, ids=map(str, range(len(PYTHON))))
def test_python_example_compiles(example):
    compile(example, "docs/api.md", "exec")


@pytest.mark.django_db(transaction=True)
def test_python_example_that_fills_a_return_runs(live_server, lead, monkeypatch, capsys):
    ret = Return.objects.get()
    monkeypatch.setenv("PORTAL", live_server.url)
    monkeypatch.setenv("TOKEN", program(lead).secret)
    (example,) = (example for example in PYTHON if "def save(" in example)

    exec(compile(example, "docs/api.md", "exec"), names := {})  # noqa: S102 - the example of our own page

    assert capsys.readouterr().out == "1 ['impact', 'gap'] {}\n"
    assert answer_of(ret).answers == {"implementation": "developing", "now": "Training for all."}
    answered(ret, by=person("nvap_lead", ret.force), now="Theirs")
    stale = names["session"].get

    def read_before(url, **options):
        reply = stale(url, **options)
        reply.headers["ETag"] = '"1"'
        return reply

    names["session"].get = read_before
    stored, theirs = names["save"]("2026/norfolk/answers/2.1.1", {"now": "Mine", "headline": "Ours"})
    assert theirs == {"answers.now": "Theirs"}
    assert (stored["answers"]["now"], stored["answers"]["headline"]) == ("Theirs", "Ours")
    names["session"].close()
