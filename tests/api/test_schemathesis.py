"""Requests made up from the API's own description, against a real database: no failure, and every answer as described.

Each endpoint is asked by nobody, and by a contributor whose examples, files and calls are put in place of made-up ones;
as their force's NVAP lead they answer the return as well.
"""

import itertools
import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as openapi

from nvap.actions import checking, comments, signing
from nvap.models import Crosswalk, FrameworkItem, Query, QueryMessage, Return
from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, all_answered, answer_of
from tests.factories.practice import CallFactory, CallQuestionFactory, draft_practice, published_practice
from vkpp.accounts.models import Membership
from vkpp.accounts.permissions import forget
from vkpp.core.api.pages import description

pytestmark = pytest.mark.django_db

NAMES = re.compile("[a-z_, ]+")
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
    Membership.objects.create(user=owner, force=norfolk, role="nvap_lead", granted_at=timezone.now())
    forget(owner)
    ret = a_queried_return(norfolk, owner)
    return {
        "plan": itertools.cycle([ret.round.plan.code]),
        "action": itertools.cycle(["2.1.1", "2.1.2"]),
        "round": itertools.cycle([ret.round.code]),
        "force": itertools.cycle(["norfolk"]),
        "submission": itertools.cycle(["1"]),
        "query": itertools.cycle(["Q-00042"]),
        "owner": owner,
        "reference": itertools.cycle([example.reference for example in examples]),
        "number": itertools.cycle([str(file.pk)]),
        "code": itertools.cycle(["norfolk", "practice", "answers"]),
        "slug": itertools.cycle(["always-open"]),
    }


def a_queried_return(force, lead):
    """A return that was sent, with a finding, a comment, a version and a query."""
    ret = a_return(force)
    for answer in all_answered(ret, by=lead, implementation="embedded"):
        checking.explain(finding=answer.findings.get(), explanation="The inspection confirmed it.", by=lead)
        comments.add(response=answer, text="Look at the figure.", by=lead)
    signing.send_for_signature(ret=ret, by=lead)
    Return.objects.filter(pk=ret.pk).update(state="queried", submitted_at=timezone.now())
    query = Query.objects.create(reference="Q-00042", response=answer_of(ret), subject="Rooms", raised_by=lead)
    QueryMessage.objects.create(query=query, text="Does it count both control rooms?", by=lead)
    item = FrameworkItem.objects.create(
        framework=ret.round.plan.framework, edition="2021/22", code="1.1", text="How well?"
    )
    Crosswalk.objects.create(action=query.response.action_version.action, item=item, relation="supports")
    return ret


def ask(case, known, headers):
    """The request, with things that exist in its path; its answer must conform."""
    for name in set(case.path_parameters or ()) & set(known):
        case.path_parameters[name] = next(known[name])
    if NAMES.fullmatch(str((case.query or {}).get("fields", ""))):
        del case.query["fields"]  # it leaves out what the description of the whole answer requires
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
