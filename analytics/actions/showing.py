"""Let what forces see of a moving basis follow the answers, but only in steps that give nobody away.

VKPP staff see each figure at once. If forces did too, whoever looked before and after a colleague elsewhere saved would
read that force's answer off the difference. So a group's figures, as forces see them, move only when enough answers in
it have changed since they were last shown, and never to a state that can be set off against what was shown before.
"""

import itertools
from collections import defaultdict
from typing import Any

from django.db import connection
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from analytics.counting_sql import COLUMNS
from analytics.models import ShownState, Summary
from analytics.vocab import MOVING, Basis, Scope
from vkpp.core import disclosure

CHANGED = disclosure.MINIMUM + 1  # whichever force looks, at least MINIMUM others
REMEMBERED = 3  # states of a group that are set off against a new one

Place = tuple[str, str]
Answers = dict[str, str]

_FINGERPRINTS = """
SELECT 'live', a.action_version_id, r.force_id,
       md5(concat_ws('|', a.scores::text, a.not_applicable, a.has_gap, a.has_practice))
FROM nvap_response a JOIN nvap_return r ON r.id = a.ret_id
WHERE r.round_id = %(round)s AND a.action_version_id = ANY(%(actions)s) AND a.provenance NOT IN ('empty', 'carried')
UNION ALL
SELECT b.basis, s.action_version_id, r.force_id,
       md5(concat_ws('|', s.scores::text, s.not_applicable, s.has_gap, s.has_practice))
FROM nvap_return r
CROSS JOIN LATERAL (VALUES ('signed', r.signed_id), ('validated', r.validated_id)) AS b(basis, submission_id)
JOIN nvap_submittedanswer s ON s.submission_id = b.submission_id AND s.action_version_id = ANY(%(actions)s)
WHERE r.round_id = %(round)s
"""
_LIST = ", ".join(COLUMNS)
_SET = ", ".join(f"{name} = EXCLUDED.{name}" for name in (*COLUMNS[5:], "code_version", "as_of"))
_SHOW = f"""
INSERT INTO analytics_summary (round_id, steady, code_version, as_of, {_LIST})
SELECT round_id, true, code_version, clock_timestamp(), {_LIST} FROM analytics_summary
WHERE round_id = %s AND action_version_id = %s AND basis = %s AND NOT steady
  AND (scope, place) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
ON CONFLICT (round_id, action_version_id, measure, basis, steady, scope, place) DO UPDATE SET {_SET}
"""  # noqa: S608 - built from our own words alone


def move(*, round_id: int, action_ids: list[int]) -> int:
    """Show forces what may be shown now of these actions; returns how many groups moved. Inside the counting's lock."""
    now = _fingerprints(round_id, action_ids)
    nation: dict[tuple[str, int], Answers] = {}
    states = ShownState.objects.filter(round_id=round_id, action_version_id__in=action_ids, scope=Scope.NATIONAL)
    latest = states.order_by("basis", "action_version_id", "-pk").distinct("basis", "action_version_id")
    for state in latest:
        nation[state.basis, state.action_version_id] = state.answers
    moved = 0
    for basis, action in itertools.product(MOVING, action_ids):
        answers = now.get((basis, action), {})
        if changed(nation.get((basis, action), {}), answers) >= CHANGED:
            moved += _move_action(round_id, action, basis, answers)
    return moved


def changed(before: Answers, after: Answers, *, but: int | None = None) -> int:
    """How many forces' answers differ between two states, `but` for the reader's own."""
    forces = (before.keys() | after.keys()) - {str(but)}
    return sum(before.get(force) != after.get(force) for force in forces)


def _fingerprints(round_id: int, action_ids: list[int]) -> dict[tuple[str, int], Answers]:
    found: dict[tuple[str, int], Answers] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_FINGERPRINTS, {"round": round_id, "actions": action_ids})
        for basis, action, force, fingerprint in cursor.fetchall():
            found[basis, action][str(force)] = fingerprint
    return found


def _tokens(answers: Answers) -> frozenset[tuple[str, str]]:
    return frozenset(answers.items())


def _move_action(round_id: int, action: int, basis: Basis, answers: Answers) -> int:
    """Nation and regions are judged together, for everybody reads them; then each force's peer groups with them."""
    groups: dict[int | None, dict[Place, Answers]] = defaultdict(dict)
    rows: Any = Summary.objects.filter(round_id=round_id, action_version_id=action, basis=basis, steady=False)
    own_choice_last = ("scope", F("peer_set__owner").asc(nulls_first=True), "place")
    for scope, place, force, members in rows.order_by(*own_choice_last).values_list(
        "scope", "place", "force", "answered_by"
    ):
        groups[force][scope, place] = {str(one): answers[str(one)] for one in members if str(one) in answers}
    past: dict[Place, list[Answers]] = defaultdict(list)
    for state in _remembered(round_id, action, basis):
        past[state.scope, state.place].append(state.answers)
    everybody = groups.pop(None, {})
    moving = _may_move(everybody, past, [], None)
    common = [_tokens(everybody[place]) for place in moving]
    common += [_tokens(state) for place in everybody for state in past[place][-REMEMBERED:]]
    for force, own in groups.items():
        moving += _may_move(own, past, common, force)
    known = {place: own[place] for own in (everybody, *groups.values()) for place in own}
    _show(round_id, action, basis, {place: known[place] for place in moving})
    return len(moving)


def _remembered(round_id: int, action: int, basis: Basis) -> Any:
    """The last states of each group, oldest first."""
    newest = Window(RowNumber(), partition_by=["scope", "place"], order_by="-pk")
    states = ShownState.objects.filter(round_id=round_id, action_version_id=action, basis=basis)
    return states.annotate(age=newest).filter(age__lte=REMEMBERED).order_by("pk")


def _may_move(
    groups: dict[Place, Answers],
    past: dict[Place, list[Answers]],
    common: list[frozenset[tuple[str, str]]],
    reader: int | None,
) -> list[Place]:
    """The groups, in their order, that have changed enough and cannot be set off against anything else seen.

    Peer groups are read by one force alone, which knows its own answers; of the rest any force may be the reader.
    """
    last = {place: past[place][-1] if past[place] else {} for place in groups}
    least = CHANGED if reader is None else disclosure.MINIMUM
    wanting = [place for place in groups if changed(last[place], groups[place], but=reader) >= least]
    if not wanting:
        return []
    own = [_tokens(groups[place]) for place in wanting]
    already = [*common, *(_tokens(state) for place in groups for state in past[place][-REMEMBERED:])]
    known = frozenset(token for one in (*own, *already) for token in one if token[0] == str(reader))
    decisions = disclosure.release(own, already=already, known=known, minimum=least, states=True)
    return [place for place, decision in zip(wanting, decisions, strict=True) if decision.shown]


def _show(round_id: int, action: int, basis: Basis, moving: dict[Place, Answers]) -> None:
    if not moving:
        return
    ShownState.objects.bulk_create(
        ShownState(round_id=round_id, action_version_id=action, basis=basis, scope=scope, place=place, answers=answers)
        for (scope, place), answers in moving.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _SHOW, [round_id, action, basis, [scope for scope, _place in moving], [place for _scope, place in moving]]
        )
