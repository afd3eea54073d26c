"""A small round as rows: forces, a plan, a form with two summarised questions, and answers by score.

world = RoundWorld(forces=12)
world.answer("force-01", implementation=3, impact=2)
world.sign("force-01"); world.accept("force-01")
"""

import datetime as dt

from django.utils import timezone

from nvap.models import (
    Action,
    ActionVersion,
    FormSection,
    FormVersion,
    Framework,
    Option,
    PeerMember,
    PeerSet,
    PlanVersion,
    Question,
    Response,
    Return,
    Round,
    Submission,
    SubmittedAnswer,
    Theme,
)
from tests.factories.accounts import ForceFactory, person
from vkpp.core import outbox

LEVELS = ("Not started", "Planned", "Developing", "Embedding", "Embedded")
MEASURES = ("implementation", "impact")


def make_form(code="form-1"):
    """A published form with the two levelled questions."""
    form = FormVersion.objects.create(code=code, title="Form")
    section = FormSection.objects.create(form=form, code="levels", title="Levels")
    for order, measure in enumerate(MEASURES):
        question = Question.objects.create(
            form=form, section=section, code=measure, label=measure.title(), kind="level", summarised=True, order=order
        )
        for score, label in enumerate(LEVELS):
            Option.objects.create(
                question=question, value=label.lower().replace(" ", "-"), label=label, score=score, order=score
            )
    FormVersion.objects.filter(pk=form.pk).update(state="published", fixed_at=timezone.now())
    form.refresh_from_db()
    return form


def make_plan(code="plan-1", codes=("2.1.1",), previous=None):
    """A draft plan with these actions, in one theme for each number that their codes begin with."""
    framework, _new = Framework.objects.get_or_create(code="nvap", defaults={"name": "NVAP", "kind": "plan"})
    plan = PlanVersion.objects.create(
        framework=framework, code=code, title=code.title(), effective_from=dt.date(2021, 1, 1), previous=previous
    )
    for order, action_code in enumerate(codes):
        number = action_code[0]
        title = "Early intervention" if number == "2" else f"Theme {number}"
        theme, _new = Theme.objects.get_or_create(plan=plan, code=number, defaults={"title": title, "order": number})
        lineage, _new = Action.objects.get_or_create(
            code=action_code, defaults={"title": f"Action {action_code}", "theme_code": number, "theme": theme.title}
        )
        ActionVersion.objects.create(
            plan=plan, theme=theme, action=lineage, code=action_code, title=f"Action {action_code}", order=order
        )
    return plan


class RoundWorld:
    """A running round whose forces are `force-01`, `force-02` …, dealt into `regions` one after the other."""

    def __init__(self, *, forces=12, codes=("2.1.1",), regions=("Eastern", "Wales"), code="2026", plan=None, form=None):
        now = timezone.now()
        self.forces = {}
        for number in range(1, forces + 1):
            name = f"force-{number:02}"
            region = regions[(number - 1) * len(regions) // forces]
            self.forces[name] = ForceFactory(code=name, region=region)
        self.round = Round.objects.create(
            code=code,
            title=f"{code} round",
            plan=plan or make_plan(f"plan-{code}", codes),
            form=form or make_form(f"form-{code}"),
            state="running",
            opens_at=now - dt.timedelta(days=30),
            due_at=now + dt.timedelta(days=30),
            closes_at=now + dt.timedelta(days=60),
        )
        self.actions = list(self.round.plan.actions.order_by("order"))
        self.returns = {
            name: Return.objects.create(round=self.round, force=force) for name, force in self.forces.items()
        }
        Response.objects.bulk_create(
            Response(ret=ret, action_version=action) for ret in self.returns.values() for action in self.actions
        )

    def response(self, name, action=None):
        return Response.objects.get(ret=self.returns[name], action_version=action or self.actions[0])

    def answer(self, name, action=None, *, gap=False, practice=False, na=False, owe=True, **scores):
        """The force's answer is these scores now, and the portal owes what follows."""
        action = action or self.actions[0]
        Response.objects.filter(ret=self.returns[name], action_version=action).update(
            scores=scores, provenance="typed", not_applicable=na, has_gap=gap, has_practice=practice
        )
        if owe:
            self.owe_answer(name, action)

    def clear(self, name, action=None):
        """The force takes its answer back."""
        action = action or self.actions[0]
        Response.objects.filter(ret=self.returns[name], action_version=action).update(scores={}, provenance="empty")
        self.owe_answer(name, action)

    def owe_answer(self, name, action):
        outbox.owe(
            "nvap.answer_changed",
            {"round": self.round.pk, "action": action.pk, "force": self.forces[name].pk},
        )

    def owe_basis(self, name):
        outbox.owe("nvap.basis_changed", {"round": self.round.pk, "force": self.forces[name].pk})

    def sign(self, name):
        """The return as it is becomes a signed version."""
        ret = self.returns[name]
        number = ret.submissions.count() + 1
        submission = Submission.objects.create(ret=ret, number=number, content={}, content_hash=f"{number:064}")
        counted = Response.objects.filter(ret=ret).exclude(provenance__in=["empty", "carried"])
        SubmittedAnswer.objects.bulk_create(
            SubmittedAnswer(
                submission=submission,
                action_version_id=row.action_version_id,
                scores=row.scores,
                not_applicable=row.not_applicable,
                has_gap=row.has_gap,
                has_practice=row.has_practice,
            )
            for row in counted
        )
        Return.objects.filter(pk=ret.pk).update(signed=submission)
        ret.refresh_from_db()
        self.owe_basis(name)

    def void(self, name):
        Return.objects.filter(pk=self.returns[name].pk).update(signed=None)
        self.returns[name].refresh_from_db()
        self.owe_basis(name)

    def accept(self, name):
        """VKPP accepts the signed version."""
        ret = self.returns[name]
        Return.objects.filter(pk=ret.pk).update(validated=ret.signed_id)
        ret.refresh_from_db()
        self.owe_basis(name)

    def publish(self):
        self.round.state = "published"
        self.round.published_at = timezone.now()
        self.round.published_by = person("vkpp_admin")
        self.round.save()
        outbox.owe("nvap.round_published", {"round": self.round.pk})

    def peers(self, owner, members, *, code="similar", version=1, own=False, counts_self=False):
        """A version of a peer set in which `members` are the peers of `owner`."""
        peer_set = PeerSet.objects.create(
            code=code,
            version=version,
            title=f"{code.title()} forces",
            kind="own" if own else "similar",
            owner=self.forces[owner] if own else None,
            valid_from=dt.date(2021, 1, 1),
            method="Sample.",
            counts_self=counts_self,
            sample=True,
        )
        PeerMember.objects.bulk_create(
            PeerMember(peer_set=peer_set, force=self.forces[owner], peer=self.forces[name]) for name in members
        )
        outbox.owe("nvap.peers_changed", {"peer_set": peer_set.pk})
        return peer_set


def work():
    """Do everything that is owed."""
    while outbox.work():
        pass
