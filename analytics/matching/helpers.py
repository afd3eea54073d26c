"""Who can help a force with an action, best first, each with the reasons in words. How it is counted: POINTS.

Known of others is only what they published or offered: examples in the bank, standing offers, levels they share,
region and loaded peer groups, and that forces they helped said so. A force that does neither is not listed, and no
answer of a return that is not shared moves anybody up or down.
"""

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.help_querysets import reads_offers
from analytics.matching import adopted, guard, levels, published
from analytics.matching.levels import Edition, Told
from analytics.matching.need import Need
from analytics.matching.published import Published
from analytics.matching.vocab import HELPED, OPEN
from analytics.models import HelpOffer, HelpRequest
from nvap import plan_actions
from nvap.models import ActionVersion, PeerMember, PeerSet
from practice.querysets import reader_groups
from practice.vocab import RatingValue
from vkpp.accounts import forces
from vkpp.accounts.models import Force
from vkpp.core import remembered

POINTS: Mapping[str, tuple[int, Any]] = {
    "rose_from_yours": (40, gettext_lazy("It shares that it moved up from the level where your force is now")),
    "rose": (30, gettext_lazy("It shares that it moved up")),
    "higher": (20, gettext_lazy("It shares a level higher than that of your force")),
    "offer": (25, gettext_lazy("It offers help on this action")),
    "works": (20, gettext_lazy("It has published practice rated as working")),
    "promising": (15, gettext_lazy("It has published practice rated as promising")),
    "new_innovative": (10, gettext_lazy("It has published practice rated as new or innovative")),
    "not_rated": (6, gettext_lazy("It has published practice that is not rated")),
    "does_not_work": (2, gettext_lazy("It has published what does not work")),
    "more": (2, gettext_lazy("Each further published example, at most three")),
    "adopted": (8, gettext_lazy("Each practice of others on this action that works for it, at most three")),
    "peer": (8, gettext_lazy("It is in a peer group of your force")),
    "region": (6, gettext_lazy("It is in the same region")),
    "helped": (5, gettext_lazy("Each force that said its help was useful on this action, at most three")),
}
MOST_COUNTED = 3
KNOWN_SECONDS = 20
ENTRY = "VP-0000-00000"  # stands for the reference in the address of an entry
FROM_RETURN = frozenset({"rose_from_yours", "rose", "higher", "level"})


@dataclass(frozen=True)
class Reason:
    """One reason why a force may help, with what it counts. `say` gives its words, once it is shown."""

    kind: str
    say: Callable[[], str]
    points: int = 0

    @cached_property
    def words(self) -> str:
        """The reason in words."""
        return self.say()

    @property
    def tells_level(self) -> bool:
        """Whether it says something of the force's return, which the force may cease to share."""
        return self.kind in FROM_RETURN


@dataclass(frozen=True)
class Example:
    """A published example of the helping force on the action."""

    reference: str
    title: str
    rating: str

    @property
    def url(self) -> str:
        """Its page in the bank."""
        return _entry_address().replace(ENTRY, self.reference)

    @property
    def rating_words(self) -> str:
        """Its rating in words."""
        return str(RatingValue(self.rating).label) if self.rating else _("Not rated")


@functools.cache
def _entry_address() -> str:
    """The address of an entry, looked up once: a page names some thirty. References need no quoting."""
    return reverse("practice:entry", args=[ENTRY])


@dataclass(frozen=True)
class Helper:
    """A force that can help, and why; `asked` is the request open with it.

    `first` are the numbers of the best of its `published` examples; `with_examples` tells what they are.
    """

    force: Force
    reasons: tuple[Reason, ...]
    first: tuple[int, ...] = ()
    examples: tuple[Example, ...] = ()
    published: int = 0
    offer: HelpOffer | None = None
    told: Told | None = None
    asked: HelpRequest | None = None

    @property
    def points(self) -> int:
        """What the reasons count together."""
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True)
class Found:
    """The helpers, best first. `withheld`: levels are shared but set off against figures they could tell of others.

    `before`: what the force asked before on the action, newest first.
    """

    helpers: tuple[Helper, ...]
    withheld: bool = False
    before: tuple[HelpRequest, ...] = ()


@dataclass
class _Known:
    """What is known of all forces about the action, read in a few queries whatever their number."""

    offers: dict[int, HelpOffer]
    published: dict[str, Published]
    adopted: "Counter[int]"
    told: dict[int, Told]
    peers: dict[int, str]
    helped: "Counter[int]"
    before: list[HelpRequest]
    withheld: bool

    def may_help(self, force: Force, other: Force) -> bool:
        """Whether the force offers, published or took up anything, and is not the other itself."""
        does = force.pk in self.offers or force.pk in self.adopted or force.code in self.published
        return does and force.pk != other.pk


def find(need: Need, user: Any) -> Found:
    """Everybody who can help with the need, as this person may know it."""
    known = _read(need, user)
    helpers = [_helper(force, need, known) for force in forces.listed() if known.may_help(force, need.force)]
    helpers.sort(key=lambda helper: (-helper.points, helper.force.name))
    return Found(tuple(helpers), known.withheld, tuple(known.before))


def with_examples(user: Any, some: Collection[Helper]) -> list[Helper]:
    """These helpers with their best examples, as far as this person may read them."""
    rows = published.titles(user, [pk for one in some for pk in one.first])
    known = {pk: Example(row["reference"], row["title"], row["rating"]) for pk, row in rows.items()}
    return [replace(one, examples=tuple(known[pk] for pk in one.first if pk in known)) for one in some]


def numbers(user: Any, codes: Collection[str]) -> dict[str, set[str]]:
    """Code of the action → codes of forces that offer help, have practice or took up others', as this person may know it."""
    found = published.forces(user, codes)
    for code, taken_up in adopted.forces(user, codes).items():
        found[code] |= taken_up
    offers = HelpOffer.objects.visible_to(user).standing().filter(action__code__in=codes)
    for code, force in offers.values_list("action__code", "force__code"):
        found[code].add(force)
    return found


def known_for(user: Any, version: ActionVersion) -> set[str]:
    """The same for one action as a page beside shows it in passing: what such a reader was told some seconds ago.

    Of all actions of the plan at once: whoever answers one goes on to the next.
    """
    key = f"helpers:{'+'.join(reader_groups(user))}:{reads_offers(user)}:{version.plan_id}"
    known: dict[str, set[str]] | None = cache.get(key)
    if known is None:
        known = numbers(user, {one.action.code for one in plan_actions.listed(version.plan_id)})
        cache.set(key, known, KNOWN_SECONDS)
    return known.get(version.action.code, set())


def _read(need: Need, user: Any) -> _Known:
    offers = {
        offer.force_id: offer
        for offer in HelpOffer.objects.visible_to(user).standing().filter(action=need.action)
        if offer.force_id != need.force.pk
    }
    told, withheld = _told(need, offers)
    requests = _requests(need)
    return _Known(
        offers=offers,
        published=published.on_action(user, need.action.code),
        adopted=adopted.on_action(user, need.action.code),
        told=told,
        peers=_peers(need.force),
        helped=_helped(requests),
        before=[row for row in requests if row.force_id == need.force.pk],
        withheld=withheld,
    )


def _requests(need: Need) -> list[HelpRequest]:
    """Requests on the action that count, newest first: those whose help was useful, and those of the force itself."""
    rows = HelpRequest.objects.filter(Q(force=need.force) | Q(outcome__in=HELPED), action=need.action)
    return list(rows.only("reference", "force", "helper", "outcome", "state", "action").order_by("-pk"))


def _helped(requests: Iterable[HelpRequest]) -> Counter[int]:
    """Force → how many forces said that its help was useful, each once."""
    said = {(row.force_id, row.helper_id) for row in requests if row.outcome in HELPED}
    return Counter(helper for _force, helper in said)


def _told(need: Need, offers: Mapping[int, HelpOffer]) -> tuple[dict[int, Told], bool]:
    """Force → the levels it shares; nothing at all where they could tell of others what those do not share."""
    sharers = {force for force, offer in offers.items() if offer.shares_level}
    if not sharers or need.measure is None:
        return {}, False
    editions = levels.editions(need.version)
    known = levels.levels(editions, {*sharers, need.force.pk}, need.measure)
    own: dict[Edition, int] = {one: told[need.force.pk] for one, told in known.items() if need.force.pk in told}
    shared = {one: {force: level for force, level in told.items() if force in sharers} for one, told in known.items()}
    if not guard.safe(need.force, need.measure.code, shared, own):
        return {}, True
    return {force: told for force in sharers if (told := levels.told_by(force, shared)) is not None}, False


def _peers(force: Force) -> dict[int, str]:
    """Force → title of the loaded or own peer group of this force that it is in."""
    return {peer: title for peer, title, owner in _peer_groups().get(force.pk, ()) if owner in (None, force.pk)}


@remembered.for_seconds(20)
def _peer_groups() -> dict[int, list[tuple[int, str, int | None]]]:
    """Force → its peers in each newest group, with the title of the group and the force that made it."""
    sets = PeerSet.objects.newest().exclude(kind="region")
    rows = PeerMember.objects.filter(peer_set__in=sets).order_by("-peer_set__kind")
    found: dict[int, list[tuple[int, str, int | None]]] = defaultdict(list)
    for force, peer, title, owner in rows.values_list("force", "peer", "peer_set__title", "peer_set__owner"):
        found[force].append((peer, title, owner))
    return found


def _helper(force: Force, need: Need, known: _Known) -> Helper:
    offer, told = known.offers.get(force.pk), known.told.get(force.pk)
    has = known.published.get(force.code)
    first, number = (has.first, has.number) if has else ((), 0)
    reasons = [
        *_of_level(told, need),
        *([_reason("offer", lambda: _("offers help on this action"))] if offer else []),
        *_of_examples(has),
        *_of_adoptions(known.adopted[force.pk]),
        *([_reason("region", lambda: _("same region"))] if force.region and force.region == need.force.region else []),
        *([_of_peers(known.peers[force.pk])] if force.pk in known.peers else []),
        *_of_help(known.helped[force.pk]),
    ]
    asked = next((row for row in known.before if row.helper_id == force.pk and row.state in OPEN), None)
    return Helper(force, tuple(reasons), first, published=number, offer=offer, told=told, asked=asked)


def _reason(kind: str, say: Callable[[], str], times: int = 1) -> Reason:
    return Reason(kind, say, POINTS[kind][0] * times)


def _of_peers(title: str) -> Reason:
    return _reason("peer", lambda: _("in your peer group “%(title)s”") % {"title": title})


def _of_level(told: Told | None, need: Need) -> list[Reason]:
    if told is None or need.measure is None:
        return []
    word = need.measure.word
    if told.before is not None:
        moved = _("moved from %(before)s to %(now)s since %(year)s") % {
            "before": word(told.before), "now": word(told.now), "year": told.since,
        }  # fmt: skip
        if told.before == need.level:
            return [_reason("rose_from_yours", lambda: _("%(moved)s, from where you are now") % {"moved": moved})]
        return [_reason("rose", lambda: moved)]
    says = _("%(level)s in %(year)s") % {"level": word(told.now), "year": told.year}
    higher = need.level is not None and told.now > need.level
    return [_reason("higher", lambda: says)] if higher else [Reason("level", lambda: says)]


def _of_examples(has: Published | None) -> list[Reason]:
    if has is None:
        return []
    points = POINTS[has.best][0] + POINTS["more"][0] * min(has.number - 1, MOST_COUNTED)
    return [Reason("practice", partial(_published_words, has), points)]


def _published_words(has: Published) -> str:
    words = ngettext("%(n)s published example", "%(n)s published examples", has.number) % {"n": has.number}
    if has.best == "not_rated":
        return words
    rating = RatingValue(has.best).label
    return _("%(examples)s, best rating: %(rating)s") % {"examples": words, "rating": rating}


def _of_adoptions(times: int) -> list[Reason]:
    if not times:
        return []

    def words() -> str:
        return ngettext(
            "has taken up %(n)s practice of another force, and it works there",
            "has taken up %(n)s practices of other forces, and they work there",
            times,
        ) % {"n": times}

    return [_reason("adopted", words, min(times, MOST_COUNTED))]


def _of_help(times: int) -> list[Reason]:
    if not times:
        return []

    def words() -> str:
        said = ngettext("%(n)s force said its help was useful", "%(n)s forces said its help was useful", times)
        return said % {"n": times}

    return [_reason("helped", words, min(times, MOST_COUNTED))]
