"""Differences between two versions of a return (canonical content), action by action, the lowered ones first."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap import wording
from nvap.form_spec import FormSpec, QuestionSpec
from nvap.vocab import QuestionKind
from vkpp.core import differences
from vkpp.core.differences import Part

Content = dict[str, Any]
Answer = dict[str, Any]
LISTS = (  # gaps and practice say again what the answers say
    ("evidence", gettext_lazy("Evidence"), "title"),
    ("explanations", gettext_lazy("Explanation of a check"), "explanation"),
)
EMPTY: Answer = {"answers": {}, "scores": {}}


@dataclass(frozen=True)
class Change:
    """One question, or one list beside it, that reads differently. `step` is how many levels up or down, else 0.

    `chosen`: the values are choices or figures, read as a whole, not as texts with changed words.
    """

    label: str
    before: str
    after: str
    step: int = 0
    chosen: bool = False

    @cached_property
    def parts(self) -> list[Part]:
        """The texts as pieces that stayed, went and came."""
        return differences.words(self.before, self.after)


@dataclass(frozen=True)
class ActionChange:
    """What became of one action. `kind`: `lowered`, `raised`, `changed`, `new`, `gone` or `same`."""

    code: str
    title: str
    theme: str
    kind: str
    changes: tuple[Change, ...]
    was: str = ""

    @property
    def lowered(self) -> bool:
        """Whether any level went down."""
        return self.kind == "lowered"


ORDER = {"lowered": 0, "raised": 1, "changed": 2, "new": 3, "gone": 4, "same": 5}


def compare(
    before: Content,
    after: Content,
    *,
    form: FormSpec,
    form_before: FormSpec | None = None,
    pairs: Mapping[str, str] | None = None,
) -> list[ActionChange]:
    """Every action of both versions. `pairs` maps an action's code to the one it continues; without it codes are equal."""
    old = {row["code"]: row for row in before["answers"]}
    found: list[ActionChange] = []
    met: set[str] = set()
    for row in after["answers"]:
        was = row["code"] if pairs is None else pairs.get(row["code"], "")
        met.add(was)
        found.append(_action(old.get(was), row, form, form_before or form, was))
    found += [_gone(row) for code, row in old.items() if code not in met]
    return sorted(found, key=lambda item: ORDER[item.kind])


def changed_codes(before: Content, after: Content) -> list[str]:
    """Codes of the actions that differ in anything at all."""
    old = {row["code"]: row for row in before["answers"]}
    new = {row["code"]: row for row in after["answers"]}
    return [code for code in {**old, **new} if old.get(code) != new.get(code)]


def _action(old: Answer | None, new: Answer, form: FormSpec, form_before: FormSpec, was: str) -> ActionChange:
    changes = (*_questions(old or EMPTY, new, form, form_before), *_lists(old or EMPTY, new), *_rest(old, new))
    if old is None:
        kind = "new"
    elif any(change.step < 0 for change in changes):
        kind = "lowered"
    elif any(change.step > 0 for change in changes):
        kind = "raised"
    else:
        kind = "changed" if changes else "same"
    other = was if old is not None and was != new["code"] else ""
    return ActionChange(new["code"], new["title"], new["theme"], kind, changes, other)


def _gone(old: Answer) -> ActionChange:
    return ActionChange(old["code"], old["title"], old["theme"], "gone", ())


def _questions(old: Answer, new: Answer, form: FormSpec, form_before: FormSpec) -> list[Change]:
    """Questions in the order of the new form, then those only the earlier form asked."""
    codes = dict.fromkeys([*form.questions, *form_before.questions])
    found: list[Change] = []
    for code in codes:
        asked, asked_before = form.questions.get(code), form_before.questions.get(code)
        change = Change(
            label=_label(asked or asked_before, code),
            before=wording.of_value(asked_before or asked, old["answers"].get(code)),
            after=wording.of_value(asked or asked_before, new["answers"].get(code)),
            step=_step(old["scores"].get(code), new["scores"].get(code)),
            chosen=not _is_text(asked or asked_before),
        )
        if change.before != change.after or change.step:
            found.append(change)
    return found


def _is_text(question: QuestionSpec | None) -> bool:
    return question is None or question.kind in {QuestionKind.LINE, QuestionKind.TEXT}


def _label(question: QuestionSpec | None, code: str) -> str:
    return question.label if question else code


def _step(before: int | None, after: int | None) -> int:
    return 0 if before is None or after is None else after - before


def _lists(old: Answer, new: Answer) -> list[Change]:
    """Gaps, practice, evidence and explanations, each list as lines."""
    found: list[Change] = []
    for name, label, key in LISTS:
        if old.get(name, []) != new.get(name, []):
            found.append(Change(str(label), _lines(old.get(name, []), key), _lines(new.get(name, []), key)))
    return found


def _lines(rows: list[dict[str, Any]], key: str) -> str:
    return "\n".join(" ".join(part for part in (str(row.get(key, "")), _extra(row)) if part) for row in rows)


def _extra(row: dict[str, Any]) -> str:
    """What else tells two rows apart: the state of a gap, the start of a file's hash."""
    if row.get("sha256"):
        return f"({row['name']}, {row['sha256'][:8]})"
    return f"({row['url']})" if row.get("url") else _("(closed)") if row.get("state") == "closed" else ""


def _rest(old: Answer | None, new: Answer) -> list[Change]:
    """Whether it was answered at all."""
    if old is None or old["provenance"] == new["provenance"]:
        return []
    before, after = str(old["provenance"]), str(new["provenance"])
    words = {"answered": _("Answered"), "carried": _("Carried forward, not confirmed"), "empty": _("Not answered")}
    return [Change(_("State of the answer"), words.get(before, before), words.get(after, after))]
