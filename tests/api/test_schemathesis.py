"""Requests made up from the API's own description, against a real database: no failure, and every answer as described.

Each endpoint is asked by nobody, and by a contributor whose examples, files and calls are put in place of made-up ones.
"""

import itertools

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as openapi

from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import CallFactory, CallQuestionFactory, draft_practice, published_practice
from vkpp.core.api.pages import description

pytestmark = pytest.mark.django_db

CHECKS = [
    not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
]


def examples(count):
    """So many made-up requests for each endpoint, the same ones in every run."""
    return settings(
        max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


def described(mode):
    """The API with a client that makes up right (or wrong) requests."""
    config = SchemathesisConfig(
        projects=ProjectsConfig(default=ProjectConfig(generation=GenerationConfig(modes=[mode], deterministic=True)))
    )
    schema = schemathesis.openapi.from_dict(description("en-gb"), config=config)
    schema.app = get_wsgi_application()
    return schema


right, wrong = described(GenerationMode.POSITIVE), described(GenerationMode.NEGATIVE)


@pytest.fixture(autouse=True)
def _same_connection(settings):
    """No limits; and requests stay in the test's transaction, as with Django's own client."""
    settings.API_RATE_ANONYMOUS = settings.API_RATE_TOKEN = 10**9
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known():
    """What made-up paths are replaced by: own and public examples in several states, a file, a force, a call."""
    norfolk = ForceFactory(code="norfolk")
    owner = person("contributor", norfolk)
    call = CallFactory(slug="always-open")
    CallQuestionFactory(form=call.forms.get(), code="partners")
    draft = draft_practice(by=owner, call=call)
    file = draft.attachments.create(
        name="a.txt", size=1, sha256="0" * 64, scan="waiting", content_type="text/plain", file="practice/none"
    )
    public = ("publish_public", "share_forces")
    examples = [draft, published_practice(by=owner, permitted=public), published_practice(permitted=public)]
    return {
        "owner": owner,
        "reference": itertools.cycle([example.reference for example in examples]),
        "number": itertools.cycle([str(file.pk)]),
        "code": itertools.cycle(["norfolk"]),
        "slug": itertools.cycle(["always-open"]),
    }


def ask(case, known, headers):
    """The request, with things that exist in its path; its answer must conform."""
    for name in set(case.path_parameters or ()) & set(known):
        case.path_parameters[name] = next(known[name])
    case.call_and_validate(checks=CHECKS, headers=headers)


@right.parametrize()
@examples(5)
def test_right_requests_of_nobody(case, known):
    ask(case, known, {})


@right.parametrize()
@examples(10)
def test_right_requests_of_a_contributor(case, known):
    ask(case, known, {"Authorization": f"Bearer {secret_of(known)}"})


@wrong.parametrize()
@examples(6)
def test_wrong_requests_of_a_contributor(case, known):
    ask(case, known, {"Authorization": f"Bearer {secret_of(known)}"})


@wrong.parametrize()
@examples(3)
def test_wrong_requests_at_addresses_as_made_up(case):
    case.call_and_validate(checks=CHECKS)


def secret_of(known):
    """One token for all requests of a test."""
    if "secret" not in known:
        known["secret"] = program(known["owner"]).secret
    return known["secret"]
