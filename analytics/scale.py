"""The questions of a round's form that benchmarking summarises, with the words of their levels."""

from collections.abc import Mapping
from dataclasses import dataclass

from nvap import form_spec
from nvap.models import Round


@dataclass(frozen=True)
class Measure:
    """A levelled question: code, short name, and score → word."""

    code: str
    label: str
    levels: Mapping[int, str]

    def word(self, score: float | None) -> str:
        """The word of a level; empty between two levels."""
        return "" if score is None else self.levels.get(int(score), "") if score == int(score) else ""


def measures(round_: Round) -> list[Measure]:
    """In the form's order."""
    spec = form_spec.spec(round_.form)
    found = []
    for code in spec.summarised:
        question = spec.questions[code]
        levels = {option.score: option.label for option in question.options if option.score is not None}
        found.append(Measure(code, question.label, dict(sorted(levels.items()))))
    return found
