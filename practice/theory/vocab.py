"""The columns of a theory of change, the keys of its boxes, and the names that their answers have in forms."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
BOXES = 8
LONGEST = 200
PREFIX = "theory-"
ARROW = ">"


class Kind(models.TextChoices):
    """The columns, in order, and the assumptions beneath them."""

    INPUT = "input", _("Inputs")
    ACTIVITY = "activity", _("Activities")
    OUTPUT = "output", _("Outputs")
    OUTCOME = "outcome", _("Outcomes")
    IMPACT = "impact", _("Impact")
    ASSUMPTION = "assumption", _("Assumptions")


CHAIN = (Kind.INPUT, Kind.ACTIVITY, Kind.OUTPUT, Kind.OUTCOME, Kind.IMPACT)
ONE: dict[str, Text] = {
    Kind.INPUT: _("Input"),
    Kind.ACTIVITY: _("Activity"),
    Kind.OUTPUT: _("Output"),
    Kind.OUTCOME: _("Outcome"),
    Kind.IMPACT: _("Impact"),
    Kind.ASSUMPTION: _("Assumption"),
}
HINTS: dict[str, Text] = {
    Kind.INPUT: _("What you put in: people, money, training, a partner's time."),
    Kind.ACTIVITY: _("What is done with it, and with whom."),
    Kind.OUTPUT: _("What you can count: people seen, sessions held, plans made."),
    Kind.OUTCOME: _("What changes for people because of that."),
    Kind.IMPACT: _("What gets better in the long run, for a community or a force."),
    Kind.ASSUMPTION: _("What must be true for an arrow or a box to hold."),
}
KEYS = {kind: tuple(f"{kind.value}-{number}" for number in range(1, BOXES + 1)) for kind in Kind}
RANK = {key: place for place, kind in enumerate(CHAIN) for key in KEYS[kind]}
ALL_KEYS = tuple(key for keys in KEYS.values() for key in keys)


def kind_of(key: str) -> Kind:
    """The column of a box."""
    return Kind(key.rpartition("-")[0])


def later(key: str) -> tuple[str, ...]:
    """The keys of every box that an arrow from this one may lead to."""
    return tuple(other for other, rank in RANK.items() if rank > RANK[key])


def text_name(key: str) -> str:
    """The name of a box's text."""
    return f"{PREFIX}text-{key}"


def leads_name(key: str) -> str:
    """The name of the list of boxes that a box leads to."""
    return f"{PREFIX}leads-{key}"


def about_name(key: str) -> str:
    """The name of what an assumption is about: a box's key, `source>target`, or nothing for all of it."""
    return f"{PREFIX}about-{key}"


def order_name(kind: str) -> str:
    """The name of the order of a column's boxes."""
    return f"{PREFIX}order-{kind}"


TEXTS = {text_name(key): key for key in ALL_KEYS}
LEADS = {leads_name(key): key for key in RANK if later(key)}
ABOUTS = {about_name(key): key for key in KEYS[Kind.ASSUMPTION]}
ORDERS = {order_name(kind.value): kind for kind in Kind}
NAMES = frozenset({*TEXTS, *LEADS, *ABOUTS, *ORDERS})


def is_name(name: str) -> bool:
    """Whether an answer belongs to the theory of change."""
    return name in NAMES


def label(name: str) -> str:
    """What an answer of the theory is, in words that need no picture."""
    if name in TEXTS:
        return str(_("Theory of change: %(one)s")) % {"one": str(ONE[kind_of(TEXTS[name])]).lower()}
    if name in LEADS:
        return str(_("Theory of change: what one %(one)s leads to")) % {"one": str(ONE[kind_of(LEADS[name])]).lower()}
    if name in ABOUTS:
        return str(_("Theory of change: what an assumption is about"))
    return str(_("Theory of change: order of %(many)s")) % {"many": str(ORDERS[name].label).lower()}
