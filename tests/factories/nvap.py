"""A small plan of three actions in two themes, a form with every kind of question, a running round and returns.

ret = a_return(force)                        everything that is needed for it, made once
answer = answer_of(ret, "2.1.1")
lead = person("nvap_lead", force); answering.save(response=answer, values=COMPLETE, version=0, by=lead)
"""

import datetime as dt

from django.utils import timezone

from nvap.actions import answering
from nvap.models import (
    Action,
    ActionVersion,
    FormSection,
    FormVersion,
    Framework,
    Option,
    PlanVersion,
    Question,
    Response,
    Return,
    Round,
    Rule,
    Succession,
    Theme,
    Toolkit,
)
from tests.factories.accounts import ForceFactory

ACTIONS = (
    ("2.1.1", "2.1", "Recognition and response"),
    ("2.1.2", "2.1", "Appropriate action"),
    ("2.2.1", "2.2", "Risk assessment"),
)
THEMES = {"2.1": "Early intervention and prevention", "2.2": "Protecting, supporting and safeguarding"}
LEVELS = ("not_started", "planned", "developing", "embedding", "embedded")
COMPLETE = {"implementation": "developing", "impact": "developing", "now": "Training for all.", "gap": False}
"""Everything that the small form requires."""

APPLIES = {"question": "not_applicable", "op": "is_not", "value": True}
QUESTIONS = (
    ("implementation", "How far is this in place?", "level", "", {"required": True, "summarised": True}),
    ("impact", "What difference does it make?", "level", "", {"required": True, "summarised": True}),
    ("now", "What do you do now?", "text", "narrative", {"required": True, "limit": 2000}),
    ("headline", "In one line", "line", "", {}),
    ("gap", "Is there a gap?", "yes_no", "gap", {"required": True}),
    (
        "gap_text",
        "Describe the gap",
        "text",
        "gap_text",
        {"shown_when": {"question": "gap", "op": "is", "value": True}},
    ),
    ("practice", "Do you have promising practice?", "yes_no", "practice", {}),
    ("practice_text", "Describe the practice", "text", "practice_text", {}),
    ("share", "May VKPP tell other forces?", "yes_no", "share", {}),
    ("partners", "Who helps?", "some_of", "", {"options": ("health", "council", "charity")}),
    ("checked_by", "Who checks it?", "one_of", "", {"options": ("nobody", "audit", "inspectorate")}),
    ("trained", "How many are trained?", "ratio", "", {}),
    ("posts", "How many posts?", "number", "", {}),
    ("since", "Since when?", "date", "", {}),
    ("not_applicable", "Does it not apply?", "yes_no", "not_applicable", {"shown_when": {}}),
    (
        "not_applicable_reason",
        "Why does it not apply?",
        "text",
        "not_applicable_reason",
        {
            "shown_when": {"question": "not_applicable", "op": "is", "value": True},
            "required_when": {"question": "not_applicable", "op": "is", "value": True},
        },
    ),
)
RULES = (
    ("gap_without_text", "block", {"all": [{"question": "gap", "op": "is", "value": True},
                                           {"question": "gap_text", "op": "empty"}]},
     "You say that there is a gap. Describe it."),
    ("embedded_without_evidence", "explain", {"all": [{"question": "implementation", "op": "is", "value": "embedded"},
                                                      {"evidence": "none"}]},
     "Embedded, but no evidence. Add some, or explain."),
    ("lowered", "inform", {"question": "implementation", "op": "lower_than_last"},
     "This is lower than in the last round."),
)  # fmt: skip


def a_plan(code="nvap-small", actions=ACTIONS, links=()):
    """A published plan version with these actions; the same one when it is there already.

    `links`: what the actions continue, as (action version before, code after, kind, comparable).
    """
    if plan := PlanVersion.objects.filter(code=code).first():
        return plan
    framework, _made = Framework.objects.get_or_create(code="nvap", defaults={"name": "NVAP", "kind": "plan"})
    plan = PlanVersion.objects.create(
        framework=framework, code=code, title="Small plan", effective_from=dt.date(2024, 1, 1)
    )
    titles = {code: THEMES.get(code, f"Theme {code}") for _number, code, _title in actions}
    themes = {
        theme.code: theme
        for theme in Theme.objects.bulk_create(
            Theme(plan=plan, code=code, title=title, order=order) for order, (code, title) in enumerate(titles.items())
        )
    }
    Action.objects.bulk_create(
        (Action(code=number, title=title, theme_code=code[:8], theme=titles[code]) for number, code, title in actions),
        ignore_conflicts=True,
    )
    lineages = {lineage.code: lineage for lineage in Action.objects.all()}
    versions = ActionVersion.objects.bulk_create(
        ActionVersion(
            plan=plan,
            theme=themes[code],
            action=lineages[number],
            code=number,
            title=title,
            statement=f"{title}.",
            order=order,
        )
        for order, (number, code, title) in enumerate(actions)
    )
    Toolkit.objects.bulk_create(
        Toolkit(
            action_version=version,
            number=1,
            state="published",
            published_at=timezone.now(),
            good_looks_like=["Vulnerability is seen at first contact", "Staff have tools to assess need"],
            steps=["Train", "Check", "Learn"],
        )
        for version in versions
    )
    for before, after, kind, comparable in links:
        successor = plan.actions.get(code=after)
        Succession.objects.create(before=before, after=successor, kind=kind, comparable=comparable)
    PlanVersion.objects.filter(pk=plan.pk).update(state="published", published_at=timezone.now())
    plan.refresh_from_db()
    return plan


def a_form(code="small-form", questions=QUESTIONS, rules=RULES):
    """A fixed form version with these questions; the same one when it is there already."""
    if form := FormVersion.objects.filter(code=code).first():
        return form
    form = FormVersion.objects.create(code=code, title="Small form")
    section = FormSection.objects.create(form=form, code="all", title="Where you stand")
    asked, chosen = [], []
    for order, (name, label, kind, role, special) in enumerate(questions):
        more = {"shown_when": APPLIES} | special
        options = more.pop("options", LEVELS if kind == "level" else ())
        question = Question(
            form=form, section=section, code=name, label=label, kind=kind, role=role, order=order, **more
        )
        asked.append(question)
        chosen += [
            Option(
                question=question,
                value=value,
                label=value.replace("_", " ").capitalize(),
                score=place if kind == "level" else None,
                order=place,
            )
            for place, value in enumerate(options)
        ]
    Question.objects.bulk_create(asked)
    Option.objects.bulk_create(chosen)
    Rule.objects.bulk_create(
        Rule(form=form, code=name, severity=severity, condition=condition, message=message, order=order)
        for order, (name, severity, condition, message) in enumerate(rules)
    )
    FormVersion.objects.filter(pk=form.pk).update(state="published", fixed_at=timezone.now())
    form.refresh_from_db()
    return form


def a_round(code="2026", *, plan=None, form=None, previous=None, **fields):
    """A round that runs since yesterday and closes in thirty days; the same one when it is there already."""
    if found := Round.objects.filter(code=code).first():
        return found
    now = timezone.now()
    values = {
        "title": f"{code} return",
        "state": "running",
        "opens_at": now - dt.timedelta(days=1),
        "due_at": now + dt.timedelta(days=20),
        "closes_at": now + dt.timedelta(days=30),
    }
    return Round.objects.create(
        code=code, plan=plan or a_plan(), form=form or a_form(), previous=previous, **values | fields
    )


def a_return(force=None, *, round=None, **fields):  # noqa: A002 - a round of benchmarking is called a round
    """The return of `force` (Norfolk when none is named) with an empty row per action."""
    force, round_ = force or ForceFactory(code="norfolk"), round or a_round()
    ret, made = Return.objects.get_or_create(round=round_, force=force, defaults=fields)
    if made:
        Response.objects.bulk_create(
            Response(ret=ret, action_version=action) for action in round_.plan.actions.order_by("order")
        )
    return ret


def answer_of(ret, code="2.1.1"):
    """One of its answers, as it is stored now."""
    rows = Response.objects.select_related("ret__round__form", "ret__force", "action_version__theme")
    return rows.get(ret=ret, action_version__code=code)


def answered(ret, code="2.1.1", *, by, **values):
    """A complete answer of this return, with `values` over it."""
    return answering.save(response=answer_of(ret, code), values=COMPLETE | values, version=None, by=by)


def all_answered(ret, *, by, **values):
    """Every action of the return answered completely."""
    codes = ret.responses.values_list("action_version__code", flat=True)
    return [answered(ret, code, by=by, **values) for code in list(codes)]
