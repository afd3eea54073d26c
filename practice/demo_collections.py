"""Demonstration: collections in each state, of the real published practice, and answers to a call's own questions."""

from collections.abc import Callable
from typing import Any

from practice.actions import authoring, collections, reporting, sharing
from practice.models import Call, Practice, PracticeCollection
from practice.vocab import Use
from vkpp.accounts.models import User

CALL = "voice-of-the-victim"
Made = tuple[dict[str, str], tuple[tuple[str, str], ...], tuple[str, ...]]
# What it says of itself, its examples (key of the file, note), and the steps it has taken.
COLLECTIONS: tuple[Made, ...] = (
    (
        {
            "title": "First steps against county lines and cuckooing",
            "intro": (
                "For forces that begin to look at exploitation by county lines. Start with what helps people whose homes "
                "are taken over, then look at work with children and at whole-area approaches.\n\n"
                "None of these is a recipe: read the evidence beside each before you copy it."
            ),
            "audience": "public",
        },
        (
            ("joint-cuckooing-process-west-mercia", "A process of several agencies that a small force can run."),
            ("cuckooing-toolkit-leeds", "Words and checks for officers who meet cuckooing for the first time."),
            ("cuckooing-survey-campaign-herts", "How to find out how much there is in your area."),
            ("intact-dyfed-powys", "Early help for children before they are drawn in."),
            ("clear-hold-build", "For areas where an organised group has taken hold."),
        ),
        ("publish",),
    ),
    (
        {
            "title": "Domestic abuse: the first hour",
            "intro": "What response officers can do at the scene and straight after it, and how others have trained for it.",
            "audience": "police",
        },
        (
            ("da-cars-cleveland", "A specialist beside the response officer."),
            ("operation-encompass", "Schools know before the child arrives the next morning."),
            ("domestic-abuse-matters", "Training that changes how officers see what they meet."),
            ("da-frontline-risk-assessment-pilot", "Read what was learned before you change your form."),
        ),
        ("publish",),
    ),
    (
        {"title": "Children in care who go missing", "intro": "", "audience": "police"},
        (
            ("philomena-protocol-durham", ""),
            ("ten-point-plan-dyfed-powys", "Ask Dyfed-Powys what became of it since."),
        ),
        (),
    ),
    (
        {
            "title": "Knife crime: diversion in hospitals",
            "intro": "Youth workers who meet young people when they have just been injured.",
            "audience": "police",
        },
        (("ae-navigators-bradford", ""), ("divert-youth-lancashire", "")),
        ("publish", "retire"),
    ),
)
ANSWERS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    (
        "norfolk",
        "Demonstration: a victims' panel that reads our letters",
        "Six people who reported crimes read new letters before we use them, and tell us what they would have needed.",
        {"question-how-heard": ["Victims' panel"], "question-beyond-code": "no"},
    ),
    (
        "kent",
        "Demonstration: a second call after four weeks",
        "Somebody who was not on the case rings four weeks later and asks what was good and what was not.",
        {
            "question-how-heard": ["Survey", "Interview or conversation"],
            "question-beyond-code": "yes",
            "question-how-beyond": "Everybody is rung, also when the case was closed early.",
        },
    ),
)


def load(who: Callable[..., User], common: dict[str, Any]) -> None:
    """Make them; called once, with who holds a role and what made-up examples have in common."""
    staff = who("vkpp_staff")
    for values, examples, steps in COLLECTIONS:
        _collection(values, examples, steps, staff)
    call = Call.objects.get(slug=CALL)
    for force, title, summary, answers in ANSWERS:
        owner = who("contributor", force)
        practice = authoring.start(call=call, by=owner)
        said = common | answers | {"title": title, "summary": summary, "strands": ["VAWG", "DA"]}
        authoring.save(practice=practice, values=said, version=practice.version, by=owner)
        sharing.give(practice=practice, use=Use.SHARE_FORCES, by=owner)
        authoring.submit(practice=practice, by=owner)
    reporting.settle()


def _collection(
    values: dict[str, str], examples: tuple[tuple[str, str], ...], steps: tuple[str, ...], staff: User
) -> PracticeCollection:
    made = collections.create(values=values, by=staff)
    references = dict(Practice.objects.filter(import_key__isnull=False).values_list("import_key", "reference"))
    for key, note in examples:
        collections.add(collection=made, reference=references[key], note=note, by=staff)
    for step in steps:
        reason = "Replaced by the newer collection on violence." if step == "retire" else ""
        collections.step(collection=made, action=step, reason=reason, by=staff)
    return made
