"""What a return is compared with: its last signed version, the force's return of the last round, any two versions."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nvap import canonical, comparing, lineage
from nvap.comparing import ActionChange
from nvap.form_spec import spec
from nvap.models import ActionVersion, Return, SignOff, Submission

SINCE = ("signature", "round")


@dataclass(frozen=True)
class Comparison:
    """Changes of every action against a version; `label` says which one it is."""

    label: str
    changes: list[ActionChange]

    @property
    def shown(self) -> list[ActionChange]:
        """What reads differently, lowered first."""
        return [change for change in self.changes if change.kind != "same"]

    @property
    def same(self) -> list[ActionChange]:
        """What did not change."""
        return [change for change in self.changes if change.kind == "same"]

    @property
    def lowered(self) -> int:
        """How many actions have a level that went down."""
        return sum(change.lowered for change in self.changes)


def last_signature(ret: Return) -> SignOff | None:
    """The last signature under the return, whether it holds or not."""
    found: SignOff | None = ret.sign_offs.select_related("submission", "signer").order_by("-signed_at").first()
    return found


def since_signature(ret: Return, content: dict[str, Any]) -> Comparison | None:
    """Against what was signed last; None when nothing ever was."""
    last = last_signature(ret)
    if last is None:
        return None
    label = _("version %(number)s, signed by %(who)s") % {"number": last.submission.number, "who": last.signer_label}
    return Comparison(label, comparing.compare(last.submission.content, content, form=spec(ret.round.form)))


def earlier_return(ret: Return) -> Return | None:
    """The force's return of the round before."""
    rows = Return.objects.filter(round=ret.round.previous_id, force=ret.force_id)
    return rows.select_related("round__plan", "round__form", "force", "validated", "signed").first()


def since_round(ret: Return, content: dict[str, Any]) -> Comparison | None:
    """Against the last round, along the succession of actions; None when the force has no earlier return."""
    earlier = earlier_return(ret)
    if earlier is None:
        return None
    version = earlier.validated or earlier.signed
    before = version.content if version else canonical.content(earlier)
    changes = comparing.compare(
        before,
        content,
        form=spec(ret.round.form),
        form_before=spec(earlier.round.form),
        pairs=_pairs(ret, earlier),
    )
    return Comparison(earlier.round.title, changes)


def between(ret: Return, older: Submission, newer: Submission) -> Comparison:
    """Two versions of one return."""
    changes = comparing.compare(older.content, newer.content, form=spec(ret.round.form))
    return Comparison(_("version %(number)s") % {"number": older.number}, changes)


def _pairs(ret: Return, earlier: Return) -> dict[str, str]:
    """Code of an action now → code of the action it continues; the first in the plan's order where it continues several."""
    plans = (ret.round.plan_id, earlier.round.plan_id)
    codes = dict(ActionVersion.objects.filter(plan__in=plans).values_list("pk", "code"))
    continued = lineage.comparable_before(ret.round.plan, earlier.round.plan)
    return {codes[now]: codes[before[0]] for now, before in continued.items()}
