"""The limits of a round as the choice sees them: number, serious violence, fund, and the round's further rules."""

from collections import Counter
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from nvap.models import Strand
from practice.models import EvaluationRound, RoundRule
from practice.shortlist.points import EARLY, SERIOUS, SEVERAL, WIDE
from practice.shortlist.terms import FUND, NUMBER, Limit
from practice.shortlist.terms import SERIOUS as SERIOUS_LIMIT
from practice.shortlist_vocab import RuleKind
from practice.vocab import Category
from vkpp.accounts.models import Force

FEATURES = {RuleKind.EARLY: EARLY, RuleKind.SEVERAL: SEVERAL, RuleKind.WIDE: WIDE}
MAIN = ("fund", "at_least", "serious_violence_at_least")


def main(values: Mapping[str, int]) -> list[Limit]:
    """The three that every round has; `values` as in MAIN."""
    return [
        Limit(NUMBER, _("Examples to evaluate"), least=values["at_least"]),
        Limit(SERIOUS_LIMIT, _("On serious violence"), SERIOUS, least=values["serious_violence_at_least"]),
        Limit(FUND, _("Cost against the fund"), most=values["fund"], money=True),
    ]


def of(round_: EvaluationRound, features: Collection[frozenset[str]], **other: int) -> tuple[Limit, ...]:
    """All limits of the round; `other` replaces the fund or a number. Rules on forces become one limit a force."""
    values = {name: getattr(round_, name) for name in MAIN} | other
    found = main(values)
    for rule in round_.rules.all():
        found += _of_rule(rule, features)
    return tuple(found)


def _of_rule(rule: RoundRule, features: Collection[frozenset[str]]) -> list[Limit]:
    if rule.kind == RuleKind.FORCE:
        return _by_force(rule, features)
    feature = FEATURES.get(RuleKind(rule.kind)) or f"{rule.kind}:{rule.code}"
    return [Limit(feature, label(rule), feature, rule.least, rule.most)]


def _by_force(rule: RoundRule, features: Collection[frozenset[str]]) -> list[Limit]:
    """Only for forces that have more candidates than are allowed."""
    many = Counter(name for row in features for name in row if name.startswith("force:"))
    over = sorted(name for name, count in many.items() if rule.most is not None and count > rule.most)
    forces = Force.objects.in_bulk([int(name.partition(":")[2]) for name in over]) if over else {}
    return [
        Limit(
            name, _("From %(force)s") % {"force": forces[int(name.partition(":")[2])].short_name}, name, None, rule.most
        )
        for name in over
    ]


def label(rule: RoundRule) -> str:
    """What the rule counts, in words."""
    if rule.kind == RuleKind.STRAND:
        strand = Strand.objects.filter(code=rule.code).first()
        return _("On %(strand)s") % {"strand": strand.label if strand else rule.code}
    if rule.kind == RuleKind.CATEGORY:
        return _("Of the category %(category)s") % {"category": dict(Category.choices).get(rule.code, rule.code)}
    return str(RuleKind(rule.kind).label)
