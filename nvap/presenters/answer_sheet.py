"""One answer as it is read: the questions of the form in order with what the force says, whatever version it is of."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nvap import wording
from nvap.form_spec import FormSpec
from nvap.vocab import Provenance


def sections(form: FormSpec, code: str, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Title and rows of each section that has an answer to this action; questions without one are left out."""
    found = []
    for section, questions in form.sections_of(code):
        rows = [{"key": q.label, "value": wording.of_value(q, answers.get(q.code))} for q in questions]
        rows = [row for row in rows if row["value"]]
        if rows:
            found.append({"title": section.title, "rows": rows})
    return found


def levels(form: FormSpec, answers: Mapping[str, Any]) -> list[str]:
    """The levels that benchmarking counts, in words, in the order of `form.summarised`."""
    return [wording.of_value(form.questions[code], answers.get(code)) for code in form.summarised]


def state(response: Any) -> tuple[str, str]:
    """Words and colour for how far an answer is."""
    if response.provenance == Provenance.EMPTY:
        return _("Not answered"), "grey"
    if response.provenance == Provenance.CARRIED:
        return _("Not confirmed"), "yellow"
    if response.not_applicable:
        return _("Not applicable"), "grey"
    return (_("Answered"), "green") if response.complete else (_("Incomplete"), "orange")
