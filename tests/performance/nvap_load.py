"""Fills a database with ten rounds of returns for measurements: 44 forces × 50 actions, seeded, the same every time.

Nine rounds are accepted, the last is being answered. The answers come from the demonstration's own generator; rows are
written in bulk (nvap/demo_history.py).
"""

import datetime as dt

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from analytics.actions import counting, publishing
from nvap import demo_history, demo_rows
from nvap.actions import forms
from nvap.demo_history import Story, Team
from nvap.models import Action, ActionVersion, FormVersion, Framework, PlanVersion, Response, Return, Round, Theme
from tests.factories.accounts import person
from vkpp.accounts.models import Force, Membership, User

FORCES, ACTIONS, ROUNDS, PEOPLE = 44, 50, 10, 20
YEAR = dt.timedelta(days=365)


def fill(_size=None):
    """Reference data, people, a plan of 50 actions, ten rounds of answers and what is summarised from them."""
    call_command("load_reference", verbosity=0)
    forces = list(Force.objects.filter(benchmarked=True).order_by("code"))
    assert len(forces) == FORCES
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    teams = _people(forces)
    plan = _plan()
    form = FormVersion.objects.get(code="nvap-form-1")
    forms.fix(form=form, by=None)
    form.refresh_from_db()
    before = None
    for number in range(ROUNDS):
        before = _round(number, plan, form, before, forces, teams)
    _summaries()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _people(forces):
    """A lead, a chief officer and 20 contributors in each force; who look at the pages in Norfolk and at VKPP."""
    staff = person("vkpp_staff", email="staff@portal.example")
    person("national_analyst", email="national@portal.example")
    rows = [("lead", "nvap_lead"), ("chief", "chief_officer"), ("analyst", "force_analyst")]
    rows += [(f"writer{number}", "contributor") for number in range(PEOPLE)]
    wanted = [(f"{name}@{force.code}.example", role, force) for force in forces for name, role in rows]
    made = User.objects.bulk_create(
        User(email=email, display_name=f"{role} {force.short_name}", password="!") for email, role, force in wanted
    )
    now = timezone.now()
    Membership.objects.bulk_create(
        Membership(user=user, force=force, role=role, granted_at=now)
        for user, (_email, role, force) in zip(made, wanted, strict=True)
    )
    by_email = {user.email: user for user in made}
    return {
        force.pk: Team(by_email[f"lead@{force.code}.example"], by_email[f"chief@{force.code}.example"], staff)
        for force in forces
    }


def _plan():
    framework = Framework.objects.create(code="bench", name="Plan of the measurements", kind="plan")
    plan = PlanVersion.objects.create(
        framework=framework, code="bench", title="Plan of the measurements", effective_from=dt.date(2016, 1, 1)
    )
    themes = [Theme.objects.create(plan=plan, code=f"9.{n}", title=f"Theme {n}", order=n) for n in range(1, 8)]
    for number in range(ACTIONS):
        theme = themes[number * 7 // ACTIONS]
        code = f"{theme.code}.{number + 1}"
        action = Action.objects.create(
            code=code, title=f"Action {number + 1}", theme_code=theme.code, theme=theme.title, aim="An aim."
        )
        ActionVersion.objects.create(
            plan=plan, theme=theme, action=action, code=code, title=action.title, statement="A statement.", order=number
        )
    PlanVersion.objects.filter(pk=plan.pk).update(state="published", published_at=timezone.now())
    plan.refresh_from_db()
    return plan


def _round(number, plan, form, before, forces, teams):
    """One round with all its returns; the last one runs, the others are over."""
    last = number == ROUNDS - 1
    opened = timezone.now() - YEAR * (ROUNDS - 1 - number) - dt.timedelta(days=60)
    made = Round.objects.create(
        code=f"bench-{number + 1}",
        title=f"Round {number + 1}",
        plan=plan,
        form=form,
        previous=before,
        state="running",
        opens_at=opened,
        due_at=opened + dt.timedelta(days=90),
        closes_at=opened + dt.timedelta(days=120),
    )
    Return.objects.bulk_create(Return(round=made, force=force, state="not_started") for force in forces)
    _open(made, before)
    until = opened + dt.timedelta(days=59 if last else 80)
    rest = {"state": "answering", "share": 0.9} if last else {}
    demo_history.fill(made, number * 3 / ROUNDS, {pk: Story(team, until, **rest) for pk, team in teams.items()})
    if not last:
        Round.objects.filter(pk=made.pk).update(state="published", published_at=until)
    return made


def _open(made, before):
    """Empty answers, each pointing to that of the round before."""
    last = {}
    if before is not None:
        known = Response.objects.filter(ret__round=before).values_list("ret__force_id", "action_version_id", "pk")
        last = {(force, action): pk for force, action, pk in known}
    actions = list(made.plan.actions.values_list("pk", flat=True))
    rows = [
        {
            "ret_id": ret.pk,
            "action_version_id": action,
            "answers": {},
            "scores": {},
            "provenance": "empty",
            "version": 0,
            "complete": False,
            "not_applicable": False,
            "has_gap": False,
            "has_practice": False,
            "carried_from_id": last.get((ret.force_id, action)),
            "updated_at": timezone.now(),
        }
        for ret in made.returns.all()
        for action in actions
    ]
    demo_rows.insert(Response, rows)


def _summaries():
    """What the workers would have made of it: all figures of all rounds, the baselines of those that are over."""
    for made in Round.objects.order_by("opens_at"):
        counting.count(round_id=made.pk, action_ids=counting.actions_of(made.pk))
        if made.state == "published":
            publishing.publish(round_id=made.pk)
