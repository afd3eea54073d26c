"""What the portal itself asks forces: the questions of NVAP forms and the measures, to be compared with collections."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from analytics.register.spelling import phrases, spelled
from analytics.register.vocab import OtherKind
from nvap.models import FormVersion, MeasureDefinition, Question


@dataclass(frozen=True)
class Asked:
    """A question of a form or a measure: where it stands, and its words as shown and as compared."""

    kind: str
    form: str
    code: str
    text: str
    spelled: str


def fixed_questions() -> list[Asked]:
    """Questions of the newest form that a round uses."""
    newest = FormVersion.objects.filter(state="published").order_by("-fixed_at", "-pk").values("pk")[:1]
    return of_forms(newest)


def seen_questions(user: Any) -> list[Asked]:
    """Questions of all forms the person sees, each wording once: where it was asked last."""
    seen = of_forms(FormVersion.objects.visible_to(user).values("pk"))
    return list({(one.code, one.text): one for one in seen}.values())


def of_forms(forms: Any) -> list[Asked]:
    """Questions of these forms, those of older forms first."""
    rows = Question.objects.filter(form__in=forms).order_by("form", "order", "pk")
    table = phrases()
    return [
        Asked(OtherKind.QUESTION, form, code, label, spelled(label, table))
        for form, code, label in rows.values_list("form__code", "code", "label")
    ]


def measures() -> list[Asked]:
    """Measures that forces are asked for."""
    rows = MeasureDefinition.objects.in_use().order_by("code").values_list("code", "title")
    table = phrases()
    return [Asked(OtherKind.MEASURE, "", code, title, spelled(title, table)) for code, title in rows]


def keyed(asked: Iterable[Asked]) -> list[tuple[int, str]]:
    """As pairs to compare; the key is the place in the list."""
    return [(place, one.spelled) for place, one in enumerate(asked)]
