"""Who should rate what: a proposal that shares the work fairly and says why."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nvap.models import Strand
from practice import judgement, people
from practice.models import Assignment, Practice, Rating
from practice.vocab import PracticeState


@dataclass(frozen=True)
class Line:
    """One proposed assignment: the example, whom to ask (None: nobody is free of interest), and why; who else could."""

    practice: Practice
    rater: Any
    why: str
    choices: list[Any]


@dataclass
class _Desk:
    """What is known of the raters: open ratings now, examples rated by strand, and whom an interest keeps away."""

    raters: list[Any]
    load: "Counter[int]"
    rated: dict[int, "Counter[str]"]
    may_judge: dict[int, set[int]]
    busy: dict[int, set[int]] = field(default_factory=dict)


def propose(examples: Iterable[Practice]) -> list[Line]:
    """One line for every rating still missing: whoever has least to do, those who know the strand first."""
    wanted = [example for example in examples if example.state == PracticeState.TAKEN_FORWARD]
    desk = _desk(wanted)
    labels = dict(Strand.objects.values_list("code", "label"))
    lines = []
    for example in wanted:
        taken = desk.busy[example.pk]
        for _missing in range(judgement.raters_needed(example) - len(taken)):
            free = [person for person in desk.raters if example.pk in desk.may_judge[person.pk]]
            free = [person for person in free if person.pk not in taken]
            lines.append(_line(example, free, desk, labels))
            if (chosen := lines[-1].rater) is not None:
                taken.add(chosen.pk)
                desk.load[chosen.pk] += 1
    return lines


def _line(example: Practice, free: list[Any], desk: _Desk, labels: dict[str, str]) -> Line:
    if not free:
        return Line(example, None, _("Nobody else may rate it: everybody left has an interest in it."), [])

    def knows(person: Any) -> int:
        return sum(desk.rated[person.pk][code] for code in example.strands)

    def place(person: Any) -> tuple[int, int, str]:
        return desk.load[person.pk] - bool(knows(person)), -knows(person), str(person)

    chosen = min(free, key=place)
    return Line(example, chosen, _why(example, desk.load[chosen.pk], desk.rated[chosen.pk], labels), free)


def _why(example: Practice, load: int, rated: "Counter[str]", labels: dict[str, str]) -> str:
    open_now = ngettext("%(n)s rating to do", "%(n)s ratings to do", load) % {"n": load}
    known = [
        _("%(n)s on %(strand)s") % {"n": rated[code], "strand": labels.get(code, code).lower()}
        for code in example.strands
        if rated[code]
    ]
    if not known:
        return _("%(load)s; nobody with less is free") % {"load": open_now}
    return _("%(load)s; has rated %(known)s") % {"load": open_now, "known": ", ".join(known)}


def _desk(examples: list[Practice]) -> _Desk:
    """Read all of it: a few queries, and one for each rater, whatever the number of examples."""
    raters = list(people.raters())
    given = Rating.objects.filter(practice=OuterRef("practice"), round=OuterRef("round"), rater=OuterRef("rater"))
    asked = Assignment.objects.filter(ended_at=None, practice__state=PracticeState.TAKEN_FORWARD)
    load = Counter(asked.exclude(Exists(given)).values_list("rater_id", flat=True))
    rated: dict[int, Counter[str]] = defaultdict(Counter)
    for rater, strands in Rating.objects.values_list("rater_id", "practice__strands"):
        rated[rater].update(strands)
    keys = [example.pk for example in examples]
    rounds = {example.pk: example.rating_round for example in examples}
    busy: dict[int, set[int]] = {key: set() for key in keys}
    for rows in (asked, Rating.objects.all()):
        for practice, number, rater in rows.filter(practice__in=keys).values_list("practice_id", "round", "rater_id"):
            if number == rounds[practice]:
                busy[practice].add(rater)
    may_judge = {
        person.pk: set(Practice.objects.filter(pk__in=keys).without_conflict(person).values_list("pk", flat=True))
        for person in raters
    }
    return _Desk(raters, load, rated, may_judge, busy)
