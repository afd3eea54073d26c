"""What a workbook would change: each answer against the version it was made of, and against what is there now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nvap import wording
from nvap.form_spec import QuestionSpec, spec
from nvap.models import Response, Return, WorkbookUpload
from nvap.vocab import Provenance, QuestionKind
from nvap.workbook.outcome import Found
from vkpp.core import differences
from vkpp.core.differences import Part

TEXTS = (QuestionKind.TEXT, QuestionKind.LINE)
Content = dict[str, dict[str, Any]]


def answers_of(ret: Return, user: Any) -> list[Response]:
    """The answers of a return that the person may see, in the order of the plan, each knowing its return."""
    rows = list(Response.objects.visible_to(user).of_return(ret).select_related("carried_from"))
    for row in rows:
        row.ret = ret
    return rows


def content_of(found: Found, responses: Iterable[Response]) -> tuple[Content, int]:
    """What of a read workbook differs from the version it was made of, and how many actions say nothing new."""
    content: Content = {}
    unchanged = 0
    for response in responses:
        code = response.action_version.code
        if code not in found.versions:
            continue
        base = answers_at(response, found.versions[code])
        values = {name: value for name, value in found.values.get(code, {}).items() if value != base.get(name)}
        confirm = code in found.confirmed and response.provenance == Provenance.CARRIED
        if values or confirm:
            before = {name: base.get(name) for name in values}
            version = found.versions[code]
            content[code] = {"version": version, "values": values, "base": before, "confirm": confirm}
        else:
            unchanged += 1
    return content, unchanged


def answers_at(response: Response, version: int) -> Mapping[str, Any]:
    """The answers as they stood at this version: what came later undone, the newest change first."""
    answers = dict(response.answers)
    for changes in (
        response.revisions.filter(version__gt=version).order_by("-version").values_list("changes", flat=True)
    ):
        answers.update({code: change[0] for code, change in changes.items()})
    return {code: value for code, value in answers.items() if value is not None}


@dataclass(frozen=True)
class Field:
    """One answer of the workbook that differs from the portal's. A conflict: somebody else changed it meanwhile."""

    name: str
    question: QuestionSpec
    base: Any
    theirs: Any
    mine: Any

    @property
    def is_conflict(self) -> bool:
        """Whether it was changed on both sides, to different things."""
        return bool(self.theirs != self.base)

    @property
    def is_text(self) -> bool:
        """Whether the two can be joined in a text field."""
        return self.question.kind in TEXTS

    @cached_property
    def before(self) -> str:
        """What is saved now, in words."""
        return wording.of_value(self.question, self.theirs)

    @cached_property
    def after(self) -> str:
        """What the workbook says, in words."""
        return wording.of_value(self.question, self.mine)

    @cached_property
    def joined(self) -> str:
        """Both texts, one after the other."""
        return f"{self.before}\n\n{self.after}".strip()

    @cached_property
    def parts(self) -> list[Part]:
        """The difference in words, of texts that both say something."""
        return differences.words(self.before, self.after) if self.is_text and self.before and self.after else []


@dataclass(frozen=True)
class Change:
    """What the workbook would change about one action."""

    response: Response
    fields: tuple[Field, ...]
    confirm: bool

    @property
    def code(self) -> str:
        """The code of the action."""
        return str(self.response.action_version.code)

    @property
    def conflicts(self) -> list[Field]:
        """The answers that somebody else changed too."""
        return [field for field in self.fields if field.is_conflict]

    @property
    def stays_proposal(self) -> bool:
        """Whether the answers stay carried forward, because nobody confirmed them in the workbook."""
        return self.response.provenance == Provenance.CARRIED and not self.confirm


def changes(upload: WorkbookUpload, responses: Iterable[Response]) -> list[Change]:
    """What applying the workbook now would change, action by action; what is so already is left out."""
    form = spec(upload.ret.round.form)
    found: list[Change] = []
    for response in responses:
        code = response.action_version.code
        if (said := upload.content.get(code)) is None:
            continue
        fields = tuple(
            Field(f"{code}-{name}", question, said["base"].get(name), response.answers.get(name), said["values"][name])
            for name, question in form.questions.items()
            if name in said["values"] and said["values"][name] != response.answers.get(name)
        )
        confirm = said["confirm"] and response.provenance == Provenance.CARRIED
        if fields or confirm:
            found.append(Change(response, fields, confirm))
    return found
