"""Demonstration: forces offer help, Norfolk asks two of them and is asked by Kent. All of it is made up."""

from collections import Counter
from collections.abc import Iterator

from analytics import standing
from analytics.actions import helping, offering
from analytics.matching import levels, need
from analytics.matching.levels import Edition
from analytics.matching.need import Need
from analytics.models import HelpOffer
from analytics.vocab import Basis
from nvap.demo import NOW
from nvap.demo_history import Team
from nvap.demo_people import teams
from nvap.models import Action, PromisingPractice, Response
from vkpp.accounts.models import Force

ASKS, ALSO = "norfolk", "kent"
GAPS, HELPERS, LARGE = 3, 3, 5
TEXTS = (
    "Made up: come and sit in for a day. We send you our prompts for call handlers beforehand.",
    "Made up: one hour on the telephone with the inspector who introduced it, and the training pack.",
    "Made up: we can send the policy and the audit tool, and tell you what did not work at first.",
)
NEEDS = (
    "Made up: we would like to see how your front desk asks, and what your officers were taught.",
    "Made up: could we talk to whoever set up the daily meeting, and see its terms of reference?",
    "Made up: your example says that supervisors check a sample each week. How do you find the time?",
)


def load() -> Iterator[str]:
    """Tells it once; safe to run again."""
    if HelpOffer.objects.exists():
        return
    people, asks = teams(), Force.objects.get(code=ASKS)
    gaps = _gaps(asks)
    helpers = [_offered(asks, action, people) for action in gaps]
    told = _told(asks, gaps, helpers, people)
    told += _asked_back(asks, people)
    yield f"{HelpOffer.objects.count()} offers of help between forces, {told} requests."


def _gaps(force: Force) -> list[Action]:
    """The first actions on which the force names a gap."""
    rows = Response.objects.filter(ret__force=force, ret__round__code=NOW, has_gap=True).exclude(provenance="carried")
    rows = rows.select_related("action_version__action").order_by("action_version__order", "action_version__code")
    return [row.action_version.action for row in rows[:GAPS]]


def _offered(asks: Force, action: Action, people: dict[int, Team]) -> list[Force]:
    """Forces that rose on the action between the published rounds offer help; two of three share their level."""
    chosen: list[Force] = []
    for force in _risen(need.find(asks, action.code)):
        if len(chosen) < HELPERS and force.region not in {one.region for one in chosen}:
            chosen.append(force)
    for place, force in enumerate(chosen):
        values = {
            "text": TEXTS[place],
            "contact": f"vulnerability.help@{force.code}.example" if place == 0 else "",
            "shares_level": place < 2,
        }
        offering.offer(force=force, action=action, values=values, by=people[force.pk].lead)
    return chosen


def _risen(about: Need) -> list[Force]:
    """Forces of large regions that rose, first from about where this one is. Workers publish the figures only later."""
    forces = {force.pk: force for force in Force.objects.filter(benchmarked=True).exclude(code__in=[ASKS, ALSO])}
    size = Counter(force.region for force in forces.values())
    if about.measure is None:
        return []
    scores: dict[Edition, dict[int, int]] = {}
    for edition in levels.editions(about.version):
        answers = standing.of_forces(edition.round, Basis.VALIDATED, list(forces), [edition.version])
        given = {force: own[edition.version].level(about.measure.code) for force, own in answers.items()}
        scores[edition] = {force: score for force, score in given.items() if score is not None}
    found: list[tuple[int, str, Force]] = []
    for pk, force in forces.items():
        told = levels.told_by(pk, scores)
        if told is not None and told.before is not None and told.now > 1 and size[force.region] >= LARGE:
            found.append((abs(told.before - (about.level or 0)), force.code, force))
    return [force for _far, _code, force in sorted(found, key=lambda row: row[:2])]


def _told(asks: Force, gaps: list[Action], helpers: list[list[Force]], people: dict[int, Team]) -> int:
    """Norfolk asks on two gaps: on one it is over, on the other help is agreed."""
    team, number = people[asks.pk], 0
    for place, (action, able) in enumerate(zip(gaps[:2], helpers[:2], strict=True)):
        if not able:
            continue
        helper, number = able[0], number + 1
        request = helping.ask(force=asks, action=action, helper=helper, text=NEEDS[place], by=team.lead)
        their = people[helper.pk].lead
        helping.agree(request=request, text="Made up: gladly. Any Tuesday suits us.", by=their)
        if place:
            helping.write(request=request, text="Made up: would the second Tuesday do?", by=team.lead)
            continue
        tried = "Made up: the prompts, on two shifts, for six weeks."
        helping.note_tried(request=request, text=tried, by=team.lead)
        result = "Made up: call handlers ask more often. Print the prompts large; nobody opens a link."
        helping.note_result(request=request, outcome="works", text=result, tells_level=True, by=team.lead)
    return number


def _asked_back(asks: Force, people: dict[int, Team]) -> int:
    """Norfolk offers what its return says it would share, and Kent asks for it."""
    rows = PromisingPractice.objects.filter(response__ret__force=asks, removed_at=None).order_by(
        "-response__ret__round__opens_at", "response__action_version__order", "pk"
    )
    row = rows.select_related("response__action_version__action").first()
    other = Force.objects.get(code=ALSO)
    if row is None:
        return 0
    action = row.response.action_version.action
    values = {"text": TEXTS[2], "contact": "", "shares_level": False}
    offering.offer(force=asks, action=action, values=values, by=people[asks.pk].lead)
    helping.ask(force=other, action=action, helper=asks, text=NEEDS[2], by=people[other.pk].lead)
    return 1
