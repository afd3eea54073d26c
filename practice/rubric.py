"""The rubric in words: what each level of each dimension means, so that two raters mean the same by a number."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practice.vocab import RUBRIC, RatingValue

LEVELS: dict[str, tuple[str | Promise, ...]] = {
    "evidence": (
        _("Nothing but the authors' view."),
        _("Stories or feedback of those who took part."),
        _("Figures before and after, without a comparison."),
        _("Figures with a fair comparison, or several local evaluations that agree."),
        _("A sound independent evaluation with a comparison group, or better."),
    ),
    "effect": (
        _("Nothing said on whether anything changed."),
        _("A change is claimed, without figures."),
        _("A change is shown; something else may have caused it."),
        _("A change is shown and other causes were looked into."),
        _("The size of the change is measured and its uncertainty is given."),
    ),
    "mechanism": (
        _("Nothing said on why it should work."),
        _("A reason is given in a sentence."),
        _("A chain from activity to outcome is set out."),
        _("The chain is set out and some links were tested."),
        _("The chain was tested and holds."),
    ),
    "moderators": (
        _("Nothing said on where or for whom it works."),
        _("Place and people are described."),
        _("Differences between places or groups are discussed."),
        _("Differences between places or groups are measured."),
        _("It is known where and for whom it works and where it does not."),
    ),
    "implementation": (
        _("Nothing said on how it is done."),
        _("The main steps are named."),
        _("Steps, people and training are described."),
        _("Steps are described with what was hard and how it was solved."),
        _("Somebody else could do it from the description, or already has."),
    ),
    "economics": (
        _("Nothing said on cost."),
        _("Some costs are named."),
        _("Costs to set up and to run are given."),
        _("Costs are set against what was achieved."),
        _("Costs and savings were worked out and checked."),
    ),
    "transferability": (
        _("Bound to one place or one person."),
        _("Could move with great changes."),
        _("Could move with some changes and resources."),
        _("Most forces could do it as it is."),
        _("Done in several forces already."),
    ),
    "reach": (
        _("Its vulnerability is not clear."),
        _("One vulnerability, a small group."),
        _("One vulnerability, widely."),
        _("Two or more vulnerabilities."),
        _("Many vulnerabilities, or what they have in common."),
    ),
}
OVERALL_HINTS = {
    RatingValue.WORKS: _("An independent evaluation shows that it does what it is meant to do."),
    RatingValue.PROMISING: _("A local or independent evaluation points that way; more is needed to be sure."),
    RatingValue.NEW_INNOVATIVE: _("A clear idea worth watching; not evaluated enough to say."),
    RatingValue.DOES_NOT_WORK: _("What is known says that it has no effect, or does harm."),
}
ABSTAIN = "none"


@dataclass(frozen=True)
class Option:
    """One choice of a group of radio buttons; `refused` says why it cannot be chosen now."""

    value: str
    label: str | Promise
    hint: str | Promise = ""
    refused: str = ""


def options(dimension: str) -> list[Option]:
    """The levels of one dimension with their words, and the abstention."""
    levels = [Option(str(level), f"{level}", words) for level, words in enumerate(LEVELS[dimension])]
    return [*levels, Option(ABSTAIN, _("Cannot judge"))]


def scores(values: dict[str, str]) -> dict[str, int | None]:
    """What was chosen on the form, as it is stored."""
    return {
        dimension: int(values[dimension]) if values[dimension].isdecimal() else None
        for dimension in RUBRIC
        if dimension in values
    }
