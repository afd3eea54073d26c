"""What a force said of itself last: the levels of its latest signed return, by action over all versions of the plan."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nvap.form_spec import FormSpec, spec
from nvap.models import FormVersion, Return, SubmittedAnswer
from nvap.vocab import PlanState

HIGHEST = 4


@dataclass(frozen=True)
class Said:
    """One action: the level (0 to 4; None: none given), and what else the return says."""

    level: int | None
    label: str
    not_applicable: bool
    has_gap: bool


@dataclass(frozen=True)
class Assessment:
    """A signed return: which round, when it was signed, and what it says by the code of the action over all versions."""

    round: str
    number: int
    said: dict[str, Said]


def latest(force_id: int) -> Assessment | None:
    """The latest signed return of the force; None when it has signed none."""
    rows = Return.objects.filter(force=force_id, signed__isnull=False).select_related("round__form", "signed")
    ret = rows.order_by("-round__opens_at").first()
    if ret is None or ret.signed is None:
        return None
    form = spec(ret.round.form)
    words = level_words(form)
    answers = SubmittedAnswer.objects.filter(submission=ret.signed).select_related("action_version__action")
    said = {answer.action_version.action.code: _said(answer, form, words) for answer in answers}
    return Assessment(ret.round.title, ret.signed.number, said)


def level_words(form: FormSpec | None = None) -> dict[int, str]:
    """What the five levels are called: in this form, or in the form that was published last."""
    if form is None:
        published = FormVersion.objects.filter(state=PlanState.PUBLISHED).order_by("-fixed_at", "-pk").first()
        form = spec(published) if published is not None else None
    if form is None or not form.summarised:
        return dict(enumerate((_("Not started"), _("Planned"), _("Developing"), _("Embedding"), _("Embedded"))))
    options = form.questions[form.summarised[0]].options
    return {option.score: option.label for option in options if option.score is not None}


def _said(answer: SubmittedAnswer, form: FormSpec, words: dict[int, str]) -> Said:
    level = answer.scores.get(form.summarised[0]) if form.summarised else None
    label = _("Not applicable") if answer.not_applicable else words.get(level, "") if level is not None else ""
    return Said(None if answer.not_applicable else level, label, answer.not_applicable, answer.has_gap)
