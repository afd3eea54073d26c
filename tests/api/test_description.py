"""The description of the API: committed, complete, and what the page to try it out needs."""

import re
from pathlib import Path

import pytest
import yaml
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import URLResolver, get_resolver
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from tests.api.clients import program
from tests.factories.accounts import person
from vkpp.core.api import problems
from vkpp.core.api.pages import description

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "docs" / "openapi.yaml"
NOT_DESCRIBED = {"start", "schema", "docs", "problems", "problem", "get_started", "get_started_with", "nothing"}


@pytest.fixture(scope="module")
def api():
    return description("en-gb")


def operations(api):
    return [
        (method.upper(), path, operation)
        for path, methods in api["paths"].items()
        for method, operation in methods.items()
    ]


def test_committed_description_is_up_to_date(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", file=str(tmp_path / "openapi.yaml"))

    made = (tmp_path / "openapi.yaml").read_text(encoding="utf-8")
    assert made == COMMITTED.read_text(encoding="utf-8"), "Run “make docs”."


def addresses(resolver):
    """Every address pattern of the API, of whichever app."""
    for route in resolver.url_patterns:
        if isinstance(route, URLResolver):
            yield from addresses(route)
        else:
            yield route


def test_every_address_is_described(api):
    routes = list(addresses(get_resolver("vkpp.api_urls")))
    described = {re.sub(r"\{[^}]*\}", "x", path) for path in api["paths"]}

    assert len(described) == len(api["paths"])
    assert len(api["paths"]) == len([route for route in routes if route.name not in NOT_DESCRIBED])


def test_every_endpoint_and_field_is_explained(api):
    for method, path, operation in operations(api):
        assert operation["summary"], (method, path)
        assert operation["description"].rstrip().endswith("."), (method, path)
        assert operation["tags"], (method, path)
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description") or parameter["in"] == "path", (path, parameter["name"])
        assert {"400", "401", "403", "429", "500"} <= set(operation["responses"]), (method, path)
    groups = {tag for _method, _path, operation in operations(api) for tag in operation["tags"]}
    assert {tag["name"] for tag in api["tags"] if tag["description"].endswith(".")} == groups
    for name, schema in api["components"]["schemas"].items():
        for field, described in schema.get("properties", {}).items():
            assert "description" in described or "$ref" in described, (name, field)


def parts_with_examples(api):
    """Each JSON body that is sent or answered: whose it is, and its content."""
    for method, path, operation in operations(api):
        bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for name, body in bodies.items():
            for kind, content in body.get("content", {}).items():
                if kind == "application/json":
                    yield (method, path, name), content


def test_every_body_has_an_example_that_keeps_to_its_description(api):
    for whose, content in parts_with_examples(api):
        assert content.get("examples"), f"{whose}: run “manage.py record_api_examples”, or give one with extend_schema."
        for example in content["examples"].values():
            found = Draft202012Validator({**content["schema"], "components": api["components"]})
            assert [error.message for error in found.iter_errors(example["value"])] == [], whose


def test_every_kind_of_refusal_is_shown_by_an_example(api):
    shown = {
        code
        for response in api["components"]["responses"].values()
        for code in response["content"][problems.MEDIA_TYPE]["examples"]
    }
    assert {problem.code for problem in problems.PROBLEMS} - shown == {"method_not_allowed"}


def test_description_keeps_to_openapi_itself(api):
    assert api["openapi"] == "3.1.1"
    validate_schema(api)


def test_ways_to_sign_in_are_described(api):
    assert set(api["components"]["securitySchemes"]) == {"token", "session"}
    public = [path for method, path, operation in operations(api) if {} in operation["security"]]
    assert "/api/v1/practices/" in public
    assert "/api/v1/me/" not in public


@pytest.mark.django_db
def test_description_is_served_as_json_and_yaml():
    as_json = program().get("schema/")
    as_yaml = program().get("schema/", headers={"Accept": "application/vnd.oai.openapi"})

    assert as_json.json()["openapi"].startswith("3.")
    assert yaml.safe_load(as_yaml.content)["paths"].keys() == as_json.json()["paths"].keys()


@pytest.mark.django_db
def test_page_to_try_it_out_keeps_the_policy_and_finds_its_files(client):
    client.force_login(person("contributor"))

    answer = client.get("/api/v1/docs/")

    page = answer.content.decode()
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "script-src 'nonce-" in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
    assert 'data-schema="/api/v1/schema/"' in page
    assert re.search(r'data-csrf="\w{64}"', page)
    assert " style=" not in page
    for file in re.findall(r'"/static/([^"]+)"', page):
        assert finders.find(file) or file.startswith(("portal", "img/")), file


@pytest.mark.django_db
def test_start_lists_addresses_that_exist():
    addresses = program(person("contributor")).get("").json()

    assert list(addresses) == [
        *("me", "forces", "strands", "actions", "terms", "calls"),
        *("practices", "adoptions", "practice_collections", "contact_requests", "events", "bookings"),
        *("evaluators", "introductions", "evaluation_rounds", "evaluations"),
        *("plans", "themes", "successions", "crosswalks", "rounds", "returns", "queries", "measures"),
        *("case_reviews", "learning_points", "learning_themes", "briefings", "recommendations", "peer_reviews"),
        *("collections", "overlaps", "data_sets"),
        *("schema", "docs"),
    ]
    client = program(person("contributor"))
    assert {name: client.get(address).status_code for name, address in addresses.items()} == dict.fromkeys(
        addresses, 200
    )
