"""Rounds: set up, change, take their steps."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nvap.models import Strand
from practice.models import EvaluationRound, RoundCriterion, RoundRule
from practice.shortlist import mails, people
from practice.shortlist.workflow import ROUND
from practice.shortlist_vocab import CriterionSource, RoundState, RuleKind
from practice.vocab import Category
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.once import earlier
from vkpp.core.references import take

NUMBER = ("ER", "practice_round_number")
MOST_FUND = 1_000_000_000
MOST_NUMBER = 200
MOST_ROWS = 20
MOST_WEIGHT = 100
CHANGEABLE = (RoundState.PREPARING, RoundState.SCORING, RoundState.DECIDING)
FIELDS = ("title", "purpose", "fund", "at_least", "serious_violence_at_least", "opens_on", "closes_on")


@transaction.atomic
def create(*, values: Mapping[str, Any], by: Any, key: str = "", body_hash: str = "") -> tuple[EvaluationRound, bool]:
    """A round with usual criteria; the same `key` of a program gives the same round. Whether it is new."""
    insist(by is None or people.may_manage(by), _("VKPP administrators set up rounds."))
    known = earlier(EvaluationRound.objects.filter(created_by=by), key=key, body_hash=body_hash, by=by)
    if known is not None:
        return known, False
    cleaned = _cleaned(values)
    made = EvaluationRound.objects.create(
        reference=take(NUMBER), created_by=by, key=key, body_hash=body_hash, **cleaned
    )
    for order, row in enumerate(usual_criteria()):
        RoundCriterion.objects.create(round=made, order=order, **row)
    audit.record(by=by, verb="evaluation_round.create", target=made, after=_trail(cleaned))
    return made, True


def usual_criteria() -> list[dict[str, Any]]:
    """What a round starts with; all of it can be changed."""
    scored, source = CriterionSource.SCORED, CriterionSource
    return [
        {"label": _("Promise"), "hint": _("How likely is it to protect people, by what is known so far?"),
         "source": scored, "weight": 30},
        {"label": _("Wider applicability"), "hint": _("Could most forces do it, or could it serve other vulnerabilities?"),
         "source": scored, "weight": 20},
        {"label": _("Ready to be evaluated"), "hint": _("Stable enough, with enough people and data to learn from?"),
         "source": scored, "weight": 20},
        {"label": _("Early intervention or prevention"), "hint": _("Follows from the example."),
         "source": source.EARLY, "weight": 15},
        {"label": _("Several vulnerabilities"), "hint": _("Follows from the example: how many strands it names."),
         "source": source.SEVERAL, "weight": 15},
    ]  # fmt: skip


@transaction.atomic
def change(*, round_: EvaluationRound, values: Mapping[str, Any], version: int | None = None, by: Any) -> None:
    """Change what the round says while it is not decided."""
    _hold(round_, version, by)
    before = {name: getattr(round_, name) for name in FIELDS}
    cleaned = _cleaned({**before, **values})
    try:
        with transaction.atomic():
            _save(round_, **cleaned)
    except IntegrityError as error:
        raise Invalid({"fund": [_("More than this is committed to evaluations already.")]}) from error
    audit.record(by=by, verb="evaluation_round.change", target=round_, before=_trail(before), after=_trail(cleaned))


@transaction.atomic
def set_criteria(
    *, round_: EvaluationRound, rows: Sequence[Mapping[str, Any]], version: int | None = None, by: Any
) -> None:
    """The criteria as they are to be: rows with `id` are changed, others added, those left out are removed."""
    _hold(round_, version, by)
    known = {row.pk: row for row in round_.criteria.all()}
    before = {row.label: row.weight for row in known.values()}
    cleaned = [_criterion(row, known, place) for place, row in enumerate(rows)]
    _check_rows([str(row["label"]).casefold() for row in cleaned], _("criteria"))
    kept = {row["id"] for row in cleaned if row["id"]}
    for gone in set(known) - kept:
        if known[gone].scores.exists():
            sentence = _("“%(label)s” has scores. Give it the weight 0 instead of removing it.")
            raise Invalid({"criteria": [sentence % {"label": known[gone].label}]})
        known[gone].delete()
    RoundCriterion.objects.filter(pk__in=kept).update(label=_unused())
    for order, row in enumerate(cleaned):
        pk = row.pop("id")
        if pk:
            RoundCriterion.objects.filter(pk=pk).update(order=order, **row)
        else:
            RoundCriterion.objects.create(round=round_, order=order, **row)
    _save(round_)
    after = {str(row["label"]): row["weight"] for row in cleaned}
    audit.record(by=by, verb="evaluation_round.set_criteria", target=round_, before=before, after=after)


def _unused() -> Any:
    """Labels may be exchanged between rows: each is free while they are written."""
    from django.db.models import CharField, F, Value
    from django.db.models.functions import Cast, Concat

    return Concat(Value("\u2063"), Cast(F("pk"), CharField()))


def _criterion(row: Mapping[str, Any], known: Mapping[int, RoundCriterion], place: int) -> dict[str, Any]:
    field = f"criteria.{place + 1}"
    pk = row.get("id")
    if pk and pk not in known:
        raise Invalid({field: [_("There is no such criterion in this round. Look at the page again.")]})
    label = words(
        str(row.get("label") or ""),
        field,
        _("The criterion"),
        limit=120,
        required=_("Name the criterion."),
        one_line=True,
    )
    hint = words(str(row.get("hint") or ""), field, _("The hint"), limit=300, one_line=True)
    source = known[pk].source if pk else row.get("source") or CriterionSource.SCORED
    if source not in CriterionSource.values:
        raise Invalid({field: [_("Choose where the score comes from.")]})
    weight = whole(row.get("weight"), 0, MOST_WEIGHT)
    if weight is None:
        raise Invalid({field: [_("%(label)s: enter a weight from 0 to 100.") % {"label": label}]})
    return {"id": pk or None, "label": label, "hint": hint, "source": source, "weight": weight}


@transaction.atomic
def set_rules(
    *, round_: EvaluationRound, rows: Sequence[Mapping[str, Any]], version: int | None = None, by: Any
) -> None:
    """The further limits as they are to be, all of them: {kind, code, least, most}."""
    _hold(round_, version, by)
    cleaned = [_rule(row, place) for place, row in enumerate(rows)]
    _check_rows([f"{row['kind']}:{row['code']}" for row in cleaned], _("limits"))
    before = [str(row) for row in round_.rules.all()]
    round_.rules.all().delete()
    RoundRule.objects.bulk_create([RoundRule(round=round_, **row) for row in cleaned])
    _save(round_)
    after = [f"{row['kind']} {row['code']} {row['least']} {row['most']}" for row in cleaned]
    audit.record(
        by=by, verb="evaluation_round.set_rules", target=round_, before={"rules": before}, after={"rules": after}
    )


def _rule(row: Mapping[str, Any], place: int) -> dict[str, Any]:
    field = f"rules.{place + 1}"
    kind, code = str(row.get("kind") or ""), str(row.get("code") or "")
    if kind not in RuleKind.values:
        raise Invalid({field: [_("Choose what the limit counts.")]})
    if kind == RuleKind.STRAND and not Strand.objects.filter(code=code).exists():
        raise Invalid({field: [_("Choose the strand that the limit counts.")]})
    if kind == RuleKind.CATEGORY and code not in Category.values:
        raise Invalid({field: [_("Choose the category that the limit counts.")]})
    least, most = (whole(row.get(name), 0, MOST_NUMBER) for name in ("least", "most"))
    for name, value in (("least", least), ("most", most)):
        if value is None and row.get(name) not in (None, ""):
            raise Invalid({field: [_("Enter a whole number from 0 to %(most)s.") % {"most": MOST_NUMBER}]})
    if least is None and most is None:
        raise Invalid({field: [_("Say how many at least or at most.")]})
    if least is not None and most is not None and least > most:
        raise Invalid({field: [_("“At least” cannot be more than “at most”.")]})
    if kind == RuleKind.FORCE and (most is None or least is not None):
        raise Invalid({field: [_("From any one force: say how many at most.")]})
    named = kind in {RuleKind.STRAND, RuleKind.CATEGORY}
    return {"kind": kind, "code": code if named else "", "least": least, "most": most}


@transaction.atomic
def move(*, round_: EvaluationRound, step: str, reason: str = "", version: int | None = None, by: Any) -> None:
    """A step of the round, but for `decide`, which has its own action."""
    row = ROUND.step(step)
    insist(people.may_manage(by), _("“%(label)s” is for %(who)s.") % {"label": row.label, "who": row.who})
    reason = words(reason, "reason", _("The reason"), limit=2000)
    hold_row(round_)
    check_version(round_, version)
    ROUND.move(round_, step, by=by, reason=reason, changes={"version": round_.version + 1})
    if step == "score":
        mails.ask_for_scores(round_, by)


def _hold(round_: EvaluationRound, version: int | None, by: Any) -> None:
    insist(by is None or people.may_manage(by), _("VKPP administrators prepare rounds."))
    hold_row(round_)
    check_version(round_, version)
    if round_.state not in CHANGEABLE:
        raise Conflict(_("The round is decided. Reconsider the decision before you change its terms."))


def _save(round_: EvaluationRound, **values: Any) -> None:
    for name, value in values.items():
        setattr(round_, name, value)
    round_.version += 1
    round_.save(update_fields=[*values, "version", "updated_at"])


def _check_rows(names: Sequence[str], what: str) -> None:
    if len(names) > MOST_ROWS:
        raise Invalid({"": [_("At most %(most)s %(what)s.") % {"most": MOST_ROWS, "what": what}]})
    if len(set(names)) < len(names):
        raise Invalid({"": [_("Two of the %(what)s are the same. Change or remove one.") % {"what": what}]})


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The round's own fields, or a sentence for each that cannot be."""
    errors: dict[str, list[str]] = {}
    found: dict[str, Any] = {name: values.get(name) for name in ("opens_on", "closes_on")}
    texts = (("title", 160, _("Give the round a title.")), ("purpose", 4000, ""))
    for name, limit, required in texts:
        try:
            label = _("The title") if name == "title" else _("The purpose")
            found[name] = words(
                str(values.get(name) or ""), name, label, limit=limit, required=required, one_line=name == "title"
            )
        except Invalid as error:
            errors |= error.errors
    numbers = (("fund", 1, MOST_FUND), ("at_least", 0, MOST_NUMBER), ("serious_violence_at_least", 0, MOST_NUMBER))
    for name, low, high in numbers:
        found[name] = whole(values.get(name), low, high)
        if found[name] is None:
            span = {"low": f"{low:,}", "high": f"{high:,}"}
            errors[name] = [_("Enter a whole number from %(low)s to %(high)s.") % span]
    if not errors and found["serious_violence_at_least"] > found["at_least"]:
        errors["serious_violence_at_least"] = [_("This cannot be more than the number of examples.")]
    if found["opens_on"] and found["closes_on"] and found["closes_on"] < found["opens_on"]:
        errors["closes_on"] = [_("The end cannot be before the start.")]
    if errors:
        raise Invalid(errors)
    return found


def whole(value: Any, low: int, high: int) -> int | None:
    """A whole number in this span, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.replace(",", "").replace("£", "").strip()
        value = int(value) if value.isascii() and value.isdigit() and len(value) <= 12 else None
    return value if isinstance(value, int) and low <= value <= high else None


def _trail(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
