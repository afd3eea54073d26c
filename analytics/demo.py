"""Demonstration of what Insight adds: the register of data collections, with some overlaps settled.

Hours that forces spend are made up for a few collections, and say so where they are shown. Parts of other areas are
called from here, in the order in which they build on each other.
"""

from collections.abc import Iterator
from pathlib import Path

from analytics.actions import overlaps, register
from analytics.models import Collection, Overlap
from analytics.register.importer import import_file
from vkpp.accounts.models import User

REGISTER = Path(__file__).parent / "data" / "data_collections.csv"
MADE_UP = "Made up for the demonstration"
HOURS = {
    "adr-police-recorded-crime-notifiable-offences": (420, 44),
    "adr-domestic-abuse-related-crimes-and-incidents": (96, 44),
    "adr-modern-slavery-crimes": (60, 44),
    "force-management-statement": (1_350, 43),
    "nvap-benchmarking-self-assessment": (310, 44),
    "super-complaint-force-self-assessment-survey-stalking": (35, None),
}
DECISIONS = (
    (
        ("Firearms offences", "Knife and sharp instrument"),
        ("keep_both",),
        "Demonstration: one counts firearms, the other blades; only the topic has the same name.",
    ),
    (
        ("Serious incident notifications", "Rapid reviews"),
        ("merge",),
        "Demonstration: the notification holds what the rapid review begins with. One form is to serve both.",
    ),
    (
        ("VAWG Strategic Threat", "NPCC VAWG performance"),
        ("ask_owners",),
        "Demonstration: both owners were asked which figures they need beside each other's.",
    ),
    (
        ("Child sexual abuse / exploitation flags", "Police-Recorded CSAE Crimes"),
        ("drop_other", "finish"),
        "Demonstration: the analysis takes its figures from the flags; forces are not asked twice.",
    ),
)


def load() -> Iterator[str]:
    """Loads the register once and settles some overlaps; safe to run again."""
    yield from import_file(REGISTER, by=None).lines()
    if Overlap.objects.exclude(state=Overlap.State.FOUND).exists():
        return
    staff = User.objects.filter(memberships__role="vkpp_staff", memberships__ended_at=None).order_by("pk")[0]
    for code, (hours, forces) in HOURS.items():
        values = {"burden_hours": hours, "burden_source": MADE_UP, **({"forces_asked": forces} if forces else {})}
        register.change(collection=Collection.objects.get(code=code), values=values, version=None, by=staff)
    for (first, other), actions, reason in DECISIONS:
        pair = Overlap.objects.get(
            first__collection__name__contains=first, other_item__collection__name__contains=other
        )
        for action in actions:
            overlaps.decide(overlap=pair, action=action, reason=reason, by=staff)
    yield f"{Overlap.objects.filter(state=Overlap.State.FOUND).count()} overlaps to decide, {len(DECISIONS)} settled."
