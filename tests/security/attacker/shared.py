"""What people outside a force may see of it, with the reason. Everything else of it is nothing to them.

The route × role table says it for the things of the world; what people find beyond these by following links stands
here by its route. Whatever is shared, the markers of what is not must be in none of it.
"""

from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.urls import resolve

from practice.models import BankEntry, Introduction
from reviews.models import PeerReview, Recommendation
from tests.security.attacker.harvest import path_of, route_of
from tests.security.rows import ROWS
from tests.security.table import OPEN

SHARED = {
    "analytics:overlap": "the register of data collections is for every force",
    "api:overlap": "the same for programs",
    "reviews:case": "forces learn from one another's case reviews once they are sent; what is sensitive has markers",
    "api:case_review": "the same for programs",
    "reviews:document-text": "the text of a document of such a review",
    "reviews:briefing-propose": "briefings are published to all forces; only VKPP proposes",
    "practice:event-book": "an announced event is for everybody in policing, who are told who may book",
    "practice:event-booking": "the same; one's own booking is one's own",
    "practice:event-booking-cancel": "the same",
    "practice:event-feedback": "the same",
    "practice:adoption-change": "who takes up a published practice tells all of policing; only the force changes it",
    "practice:adoption-result": "the same",
    "analytics:data-dictionary": "what the columns of a data set mean is no secret; it holds no row",
    "analytics:help-offer": "an offer of help is for every force; only the one that makes it changes it",
    "analytics:help-offer-end": "the same",
}
"""Route → why those who are not of the force may open whatever it names."""

MAY_ACT = {
    "reviews:briefing-feedback": "whoever reads a briefing may say whether it helped",
    "reviews:briefing-propose": "leads of every force propose changes to the plan",
    "practice:event-book": "an announced event is for everybody in policing",
    "practice:adopt": "every force may take up a published practice",
}
"""Route → why those who may see what it names may add something of their own to it. Nobody changes what is there."""

SEEN_BY_OTHERS = {
    "practice:adopt": "who takes up a published practice tells all of policing",
    "practice:contact-new": "a question goes to the force that is asked",
    "api:contact_requests": "the same for programs",
    "api:event_booking": "how many places of an event are free is told to everybody",
}
"""Route → why others are meant to notice what force A's people do there."""

DONE_TO = {"accounts:decide": "nobody"}
"""Route → to whom force A's people do that: whoever asked for a role in it has the role then."""

JOINT = {
    "evaluator": "force A was introduced to them: both write, and each may end it",
    "peer_reviewer": "they are in the team that reviews force A: reviews and recommendations of that team",
}
"""Person → what they work on together with force A."""

CORRECTING = {"search:everything", "practice:bank", "practice:map"}
"""Routes that look for words like a misspelt one, among those that the reader may read (`test_leaks.py`)."""

OF_THE_MOMENT = {
    "metrics": "figures of the process",
    "accounts:demo": "codes that change by the minute",
    "accounts:invitation": "for who has the secret link, whatever its role",
    "api:adoptions_removed": "references alone, also of what one never read, so that who copied it takes it out",
}
"""Route → why it need not be the same after force A did something. No marker is on it either."""

OWN = {
    "accounts_user",
    "accounts_membership",
    "core_notification",
    "core_notificationchoice",
    "reviews_briefingsubscription",
}
"""What people change by forms that name nothing: their own name, their own roles, what they are told."""


@cache
def by_table(actor):
    """The rows of the table by which this person gets in."""
    return [row for row in ROWS if row.expected(actor) == OPEN]


def readable(world, actor):
    """The references of published examples that the bank shows to this person: pages about them are no secret."""
    rows = BankEntry.objects.visible_to(world.people.get(actor, AnonymousUser()))
    return set(rows.values_list("practice__reference", flat=True))


def joint(person, actor):
    """The references of what this person works on together with force A: what is said and done there is theirs too."""
    if actor == "evaluator":
        return set(Introduction.objects.visible_to(person).values_list("reference", flat=True))
    reviews = PeerReview.objects.worked_on_by(person)
    advice = Recommendation.objects.filter(peer_review__in=reviews)
    return {*reviews.values_list("reference", flat=True), *advice.values_list("reference", flat=True)}


def takes_part(world, actor, address):
    """Whether the address names something that this person works on together with force A."""
    reference = resolve(path_of(address)).kwargs.get("reference")
    return actor in JOINT and reference in joint(world.people[actor], actor)


def may_see(world, actor, address):
    """Whether this person may open an address that names something of force A."""
    if route_of(address) in SHARED:
        return True
    path = path_of(address)
    if takes_part(world, actor, address):
        return True
    if (
        resolve(path).kwargs.get("reference") in readable(world, actor)
        and "/mine/" not in path
        and "/write/" not in path
    ):
        return True
    return any(path_of(row.url(world)) == path for row in by_table(actor) if row.route == route_of(address))
