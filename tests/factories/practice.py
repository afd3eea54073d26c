"""Calls and examples. The helpers at the end go through the actions, as people do.

call = CallFactory()                           # open now, without closing time
draft = PracticeFactory(owner=officer)         # a row with valid content, in any state you name
example = submitted_practice(by=officer)       # started, filled and sent
published = published_practice()               # and published, with the permissions you name
"""

import datetime as dt

import factory
from django.utils import timezone

from nvap.models import Action, Strand
from practice.actions import authoring, bank, sharing
from practice.models import Call, CallForm, CallQuestion, Practice, Term
from practice.vocab import Audience, PracticeState
from practice.workflow import PRACTICE
from tests.factories.accounts import ForceFactory, person
from vkpp.accounts.permissions import force_of

NEVER_SENT = {PracticeState.DRAFT, PracticeState.DISCARDED}


def content(**changes):
    """Answers to every question that must be answered, and a few more."""
    return {
        "title": "Text messages after domestic abuse calls",
        "summary": "Officers send a message with support services after each call.",
        "lead_organisation": "Norfolk Constabulary",
        "contact_name": "Harm Reduction Unit",
        "contact_email": "harm.reduction@norfolk.police.uk",
        "categories": ["prevention"],
        "approaches": ["early_intervention"],
        "proactive_policing": True,
        "strands": ["DA"],
        "serious_violence": False,
        "scale": "force_wide",
        "stage": "evaluated_locally",
        "started": "2021-05",
        "target_groups": ["victims"],
        "aim": "People know where to find help.",
        "description": "A message goes out within an hour of each call.",
        **changes,
    }


def words():
    """The strands, terms and actions that `content` speaks of."""
    Strand.objects.get_or_create(code="DA", defaults={"label": "Domestic abuse"})
    Strand.objects.get_or_create(code="CSE", defaults={"label": "Child sexual exploitation"})
    Action.objects.get_or_create(
        code="2.1.1", defaults={"title": "Recognition and response", "theme_code": "1", "theme": "Early intervention"}
    )
    for kind, code, label in (
        ("target_group", "victims", "Victims"),
        ("topic", "knife-crime", "Knife crime"),
        ("partner", "police", "Police"),
    ):
        Term.objects.get_or_create(kind=kind, code=code, defaults={"label": label})


class CallFactory(factory.django.DjangoModelFactory):
    """A call that is open now and has no end; its first form has no questions of its own."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"call-{n}")
    title = factory.Sequence(lambda n: f"Call for practice {n}")
    description = "Tell us what works for you."
    opens_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=7))
    state = Call.State.ANNOUNCED

    @factory.post_generation
    def form(self, create, extracted, **kwargs):
        CallForm.objects.create(call=self, version=1)


class CallQuestionFactory(factory.django.DjangoModelFactory):
    """A question that asks for one line; `form` is a call's form that is not frozen yet."""

    class Meta:
        model = CallQuestion

    code = factory.Sequence(lambda n: f"q{n}")
    order = factory.Sequence(lambda n: n)
    kind = CallQuestion.Kind.TEXT
    text = "Which partners have you worked with?"


class PracticeFactory(factory.django.DjangoModelFactory):
    """An example with valid content, as a row: in draft unless `state` says otherwise."""

    class Meta:
        model = Practice

    reference = factory.Sequence(lambda n: f"VP-2020-{n:05}")
    call = factory.SubFactory(CallFactory)
    form = factory.LazyAttribute(lambda practice: practice.call.forms.get())
    owner = factory.LazyFunction(lambda: person("contributor"))
    force = factory.LazyAttribute(lambda practice: force_of(practice.owner) if practice.owner else ForceFactory())
    submitted_at = factory.LazyAttribute(lambda practice: None if practice.state in NEVER_SENT else timezone.now())
    state = PracticeState.DRAFT
    title = factory.Sequence(lambda n: f"Example {n}")

    @factory.lazy_attribute
    def summary(self):
        words()
        return content()["summary"]

    lead_organisation = content()["lead_organisation"]
    contact_name = content()["contact_name"]
    contact_email = content()["contact_email"]
    categories = content()["categories"]
    approaches = content()["approaches"]
    proactive_policing = True
    strands = content()["strands"]
    serious_violence = False
    scale = content()["scale"]
    stage = content()["stage"]
    started = content()["started"]
    target_groups = content()["target_groups"]
    aim = content()["aim"]
    description = content()["description"]


def draft_practice(*, by=None, call=None, **changes):
    """Started and filled by `by` (a new contributor if none), in `call` (a new open one if none)."""
    words()
    by = by or person("contributor")
    practice = authoring.start(call=call or CallFactory(), by=by)
    return authoring.save(practice=practice, values=content(**changes), version=practice.version, by=by)


def submitted_practice(*, by=None, call=None, permitted=(), **changes):
    """Sent to VKPP and waiting for triage; `permitted` are the uses that the owner allows."""
    practice = draft_practice(by=by, call=call, **changes)
    for use in permitted:
        sharing.give(practice=practice, use=use, by=practice.owner)
    authoring.submit(practice=practice, by=practice.owner)
    return practice


def published_practice(
    *,
    by=None,
    call=None,
    permitted=("share_forces",),
    rating="",
    released_to=Audience.PUBLIC,
    published_at=None,
    **changes,
):
    """In the bank: sent, taken forward and decided as by the workflow, then published through the bank's action."""
    practice = submitted_practice(by=by, call=call, permitted=permitted, **changes)
    Practice.objects.filter(pk=practice.pk).update(state=PracticeState.DECIDED)
    practice.refresh_from_db()
    PRACTICE.move(practice, "release", by=None)
    bank.publish(
        practice=practice,
        rating=rating,
        rationale="",
        released_to=released_to,
        review_by=timezone.localdate() + dt.timedelta(days=365),
        by=None,
        published_at=published_at,
    )
    return practice
