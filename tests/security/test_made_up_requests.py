"""Requests made up from the API's own description, by every role, in a world full of what they must not see.

Whatever is asked: no failure of ours, every answer as described, and no marker that the role must never meet.
"""

import itertools
import re
import zlib

import pytest
from allauth.mfa.models import Authenticator
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.http import HttpResponse
from schemathesis.generation import GenerationMode

from nvap.models import ActionVersion, PlanVersion, Query, Round, Submission
from practice.models import Attachment, Call, Candidate, CommissionedEvaluation, EvaluationRound, Milestone, Practice
from reviews.models import CaseReview, PeerReview, Recommendation
from tests.api.test_schemathesis import CHECKS, NAMES, described, examples
from tests.security.checks import leaks
from tests.security.world import ACTORS
from vkpp.accounts.actions.tokens import create_token
from vkpp.accounts.models import TokenScope
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission

pytestmark = pytest.mark.django_db
IN_OWN_FORCE = re.compile("@A$")
right = described(GenerationMode.POSITIVE)


@pytest.fixture(autouse=True)
def _same_connection(settings, world):
    """No limits; requests stay in the test's transaction; the answers' times are real."""
    del world
    settings.API_RATE_ANONYMOUS = settings.API_RATE_TOKEN = 10**9
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def real(world):
    """What made-up names in paths are replaced by, by where the path begins: things of force A and of everybody."""
    del world

    def of(model, name, **filters):
        values = [str(value) for value in model.objects.filter(**filters).order_by("pk").values_list(name, flat=True)]
        return itertools.cycle(values or ["none"])

    return {
        ("", "reference"): of(Practice, "reference"),
        ("recommendations", "reference"): of(Recommendation, "reference"),
        ("evaluation-rounds", "reference"): of(EvaluationRound, "reference"),
        ("evaluation-rounds", "number"): of(Candidate, "pk"),
        ("evaluations", "reference"): of(CommissionedEvaluation, "reference"),
        ("evaluations", "number"): of(Milestone, "pk"),
        ("", "number"): of(Attachment, "pk"),
        ("", "slug"): of(Call, "slug"),
        ("", "plan"): of(PlanVersion, "code"),
        ("", "round"): of(Round, "code"),
        ("", "force"): itertools.cycle(["norfolk"]),
        ("forces", "code"): itertools.cycle(["norfolk"]),
        ("", "action"): of(ActionVersion, "code"),
        ("", "submission"): of(Submission, "number"),
        ("", "query"): of(Query, "reference"),
        ("", "case"): of(CaseReview, "reference"),
        ("", "review"): of(PeerReview, "reference"),
    }


def put_real(case, real):
    """Put names of what exists into the path."""
    start = case.path.removeprefix("/api/v1/").partition("/")[0]
    for name in case.path_parameters or ():
        values = real.get((start, name)) or real.get(("", name))
        if values:
            case.path_parameters[name] = next(values)
    if NAMES.fullmatch(str((case.query or {}).get("fields", ""))):
        del case.query["fields"]  # it leaves out what the description of the whole answer requires


def asking(case):
    """Who asks this address: the same third of all roles in every run, so that each role asks a third of them."""
    roles = [actor for actor in ACTORS if not IN_OWN_FORCE.search(actor)]
    return roles[zlib.crc32(f"{case.method} {case.path}".encode()) % 3 :: 3]


def secret_of(actor, world):
    """A token of the actor with every scope; empty for who has no account, None for who may not use the API."""
    if actor == "anonymous":
        return ""
    user = world.people[actor]
    if not can(user, Permission.API_USE):
        return None
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    return create_token(owner=user, name="Made up", scopes=TokenScope.values, days=30, by=user)[1]


@right.parametrize()
@examples(1)
def test_every_role_is_answered_as_described_and_sees_nothing_foreign(case, world, real):
    put_real(case, real)
    for actor in asking(case):
        with transaction.atomic():
            secret = secret_of(actor, world)
            if secret is not None:
                headers = {"Authorization": f"Bearer {secret}"} if secret else {}
                answer = case.call(headers=headers)
                case.validate_response(answer, checks=CHECKS)
                told = HttpResponse(answer.content, content_type="application/json")
                sent = re.findall(r"zz\w+", f"{case.body} {case.query}")
                assert leaks(world, actor, told, typed=sent) == [], (actor, case.method, case.path)
            transaction.set_rollback(True)
