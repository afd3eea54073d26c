"""The checks of a form over an answer: findings to put right or to explain, and explanations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import conditions, people
from nvap.actions import open_return
from nvap.actions.held import hold, insist, words
from nvap.derived import answered
from nvap.form_spec import RuleSpec, spec
from nvap.models import Finding, Response, Waiver
from nvap.vocab import FindingState, Severity
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid

BESIDE = """
SELECT e.number, f.id, f.rule_id, f.state
  FROM (SELECT count(*) AS number FROM nvap_evidenceuse u JOIN nvap_evidence v ON v.id = u.evidence_id
         WHERE u.response_id = %(response)s AND v.removed_at IS NULL
           AND v.scan <> 'infected') e
  LEFT JOIN nvap_finding f ON f.response_id = %(response)s
"""


@dataclass(frozen=True)
class Found:
    """What stands beside an answer before its checks run: how much evidence, and by rule each finding's id and state."""

    evidence: int = 0
    known: Mapping[int, tuple[int, str]] = field(default_factory=dict)


def run(response: Response) -> None:
    """Look at one answer again, as when the evidence beside it has changed."""
    beside = found(response)
    facts = answered(response, evidence=beside.evidence).facts if response.counts else None
    settle(response, facts, beside)


def found(response: Response) -> Found:
    """What form and checks look at beside the answer, in one query; none when they look at nothing."""
    form = spec(response.ret.round.form)
    if not (form.weighs_evidence or form.rules_of(response.action_version.code)):
        return Found()
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, {"response": response.pk})
        rows = cursor.fetchall()
    return Found(rows[0][0], {rule: (pk, state) for _evidence, pk, rule, state in rows if pk is not None})


def evidence(response: Response) -> int:
    """How much evidence the form's questions count beside the answer; not looked up when they do not ask."""
    return found(response).evidence if spec(response.ret.round.form).weighs_evidence else 0


def settle(response: Response, facts: conditions.Facts | None, beside: Found) -> None:
    """Findings follow the rules: new ones open, those that no longer hold are put right. None: nothing to look at."""
    rules = spec(response.ret.round.form).rules_of(response.action_version.code)
    hit = {rule.pk: rule for rule in rules if facts is not None and conditions.holds(rule.condition, facts)}
    known = beside.known
    new = [rule for pk, rule in hit.items() if pk not in known]
    back = [pk for pk in hit if pk in known and known[pk][1] in (FindingState.FIXED, FindingState.WAIVED)]
    gone = [pk for rule, (pk, state) in known.items() if rule not in hit and state != FindingState.FIXED]
    if gone:
        Finding.objects.filter(pk__in=gone).update(state=FindingState.FIXED)
    if new or back:
        _open(response, new, {rule: known[rule] for rule in back})


def _open(response: Response, new: Iterable[RuleSpec], back: Mapping[int, tuple[int, str]]) -> None:
    waived = set(_waivers(response).values_list("rule_id", flat=True))
    Finding.objects.bulk_create(
        Finding(
            rule_id=rule.pk,
            response=response,
            state=FindingState.WAIVED if rule.pk in waived else FindingState.OPEN,
        )
        for rule in new
    )
    for rule, (pk, was) in back.items():
        state = FindingState.WAIVED if rule in waived else FindingState.OPEN
        if state != was:
            Finding.objects.filter(pk=pk).update(state=state, explained_at=None, explained_by=None)


def _waivers(response: Response) -> Any:
    mine = Q(response=None) | Q(response=response)
    return Waiver.objects.in_force().filter(mine, force=response.ret.force_id)


@transaction.atomic
def explain(*, finding: Finding, explanation: str, by: Any) -> Finding:
    """Say why what a check found odd is right all the same; the explanation travels with the answer."""
    response = finding.response
    hold(response.ret)
    insist(
        people.may_answer(by, response),
        _("Only your force's NVAP lead and colleagues whom this action is assigned to can explain it."),
    )
    open_return.check_open(response.ret)
    finding.refresh_from_db(fields=["state", "explanation"])
    if finding.rule.severity == Severity.BLOCK:
        raise Invalid({"explanation": [_("This cannot be explained away: change the answer instead.")]})
    if finding.state in (FindingState.FIXED, FindingState.WAIVED):
        raise Conflict(_("There is nothing left to explain: the answer was put right, or VKPP lets the check pass."))
    text = words(
        *(explanation, "explanation", _("The explanation")),
        limit=2000,
        required=_("Write why the answer is right as it is."),
    )
    if text == finding.explanation and finding.state == FindingState.EXPLAINED:
        return finding
    finding.explanation, finding.state = text, FindingState.EXPLAINED
    finding.explained_at, finding.explained_by = timezone.now(), by
    finding.save(update_fields=["explanation", "state", "explained_at", "explained_by"])
    reason = _("An explanation on %(code)s was changed.") % {"code": response.action_version.code}
    open_return.changed(response.ret, by=by, reason=reason)
    audit.record(by=by, verb="answer.explain", target=response, after={"rule": finding.rule.code})
    return finding
