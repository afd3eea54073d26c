"""One page of the form of an example, made from its specification; one class for every page and every call."""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms_gds.choices import Choice as Option
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Field, Fluid, Layout, Size
from django import forms
from django.http import QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import fields
from practice.forms import loose
from practice.forms.groups import GROUPED, shown
from practice.models import CallQuestion, Practice
from practice.steps import field_name
from practice.theory import shape, store, vocab
from practice.vocab import CATEGORY_HINTS
from vkpp.core import partial_dates

QUESTION = "question-"
LONG_LIST = 8
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
ROWS = {300: 2, 600: 4, 2000: 6, 5000: 8, 10000: 14}
Q = CallQuestion.Kind


class SectionForm(forms.Form):
    """A page with its questions. `version` goes along, so that nobody writes over somebody else's text unseen."""

    def __init__(
        self,
        asked: Iterable[fields.Field | CallQuestion],
        data: QueryDict | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(values or {}))
        rows: list[Any] = []
        for item in asked:
            name = field_name(item)
            if isinstance(item, CallQuestion):
                self.fields[name], row = _question(item, name)
            else:
                self.fields[name], row = _field(self, item)
            rows.append(row)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*rows)

    def typed(self) -> dict[str, Any]:
        """What was sent, as `authoring.save` takes it."""
        return sent_values(self.data, self.fields) if isinstance(self.data, QueryDict) else {}

    def refuse(self, errors: Mapping[str, Iterable[str]]) -> None:
        """Show the action's sentences next to their fields; those of no field of this page above it."""
        for name, sentences in errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def sent_values(data: QueryDict, asked: Mapping[str, forms.Field]) -> dict[str, Any]:
    """The values sent for these fields; a group without a tick is an empty list."""
    return {
        name: data.getlist(name) if isinstance(field, loose.Choices) else data.get(name, "")
        for name, field in asked.items()
    }


def initial_values(practice: Practice, asked: Iterable[fields.Field | CallQuestion]) -> dict[str, Any]:
    """The stored answers as the fields show them."""
    answers = dict(practice.call_answers.values_list("question__code", "value"))
    asked = list(asked)
    drawn = shape.answers_of(store.load(practice)) if any(vocab.is_name(field_name(item)) for item in asked) else {}
    return {
        field_name(item): _as_typed(item, answers.get(item.code, ""))
        if isinstance(item, CallQuestion)
        else _as_typed(item, drawn[item.name] if item.name in drawn else getattr(practice, item.name))
        for item in asked
    }


def _as_typed(item: fields.Field | CallQuestion, value: Any) -> Any:
    if item.kind == "yes_no" and not isinstance(value, str):
        return {True: "yes", False: "no", None: ""}[value]
    if item.kind == "date":
        return partial_dates.typed(value)
    if item.kind == Q.SOME_OF:
        return value.split("\n") if value else []
    return value


def _common(label: Any, hint: Any) -> dict[str, Any]:
    """The pack prints labels and hints as they are, so they are escaped here."""
    return {"label": conditional_escape(label), "help_text": conditional_escape(hint), "required": False}


def _field(form: SectionForm, item: fields.Field) -> tuple[forms.Field, Any]:
    label = item.label if item.required else _("%(label)s (optional)") % {"label": item.label}
    common = _common(label, item.hint)
    if item.kind in {"line", "email", "date"}:
        return _line(item.name, common, item.kind)
    if item.kind == "text":
        return _lines(item.name, common, item.limit)
    if item.kind == "yes_no":
        return _radios(item.name, common, YES_NO, inline=True)
    choices = [(code, str(words)) for code, words in (item.choices() if item.choices else ())]
    if item.kind == "one":
        if len(choices) > LONG_LIST:
            return loose.Choice(choices=[("", _("Choose")), *choices], **common), Field.select(item.name)
        return _radios(item.name, common, choices)
    if item.name in GROUPED or len(choices) > LONG_LIST:
        return _long_list(form, item.name, common, choices)
    return _checkboxes(item.name, common, choices)


def _question(item: CallQuestion, name: str) -> tuple[forms.Field, Any]:
    leader = item.shown_when
    label = item.text if item.required else _("%(label)s (optional)") % {"label": item.text}
    common = _common(label, item.hint)
    options = [(option, option) for option in item.options]
    if item.kind == Q.LONG_TEXT:
        field, row = _lines(name, common, 5000)
    elif item.kind == Q.YES_NO:
        field, row = _radios(name, common, YES_NO, inline=True)
    elif item.kind == Q.ONE_OF:
        field, row = _radios(name, common, options)
    elif item.kind == Q.SOME_OF:
        field, row = _checkboxes(name, common, options)
    else:
        field, row = _line(name, common, "number" if item.kind == Q.NUMBER else "line")
    if leader is None:
        return field, row
    answer = {"yes": _("Yes"), "no": _("No")}.get(item.shown_when_answer, item.shown_when_answer)
    opening = format_html(
        '<div class="app-follow" data-app-shown-when="{}" data-app-shown-answer="{}"><p class="app-follow__when">{}</p>',
        f"{QUESTION}{leader.code}",
        item.shown_when_answer,
        _("Only if you answered “%(answer)s” to “%(question)s”.") % {"answer": answer, "question": leader.text},
    )
    return field, Layout(_verbatim(opening), row, HTML("</div>"))


def _verbatim(html: str) -> HTML:
    """Markup that is not read as a template, whatever an administrator wrote into a question."""
    return HTML(html.replace("{", "&#123;").replace("}", "&#125;"))


def _line(name: str, common: dict[str, Any], kind: str) -> tuple[forms.Field, Any]:
    extra = {
        "email": {"type": "email", "autocomplete": "off", "spellcheck": "false", "inputmode": "email"},
        "number": {"inputmode": "numeric", "autocomplete": "off"},
        "date": {"autocomplete": "off"},
    }.get(kind, {"autocomplete": "off"})
    context = {"label_size": Size.for_label(Size.SMALL)}
    width = Fluid.for_input(Fluid.ONE_THIRD if kind in {"date", "number"} else Fluid.FULL)
    field = loose.Text(widget=forms.TextInput(attrs=extra), **common)
    return field, Field(name, css_class=width, context=context)


def _lines(name: str, common: dict[str, Any], limit: int) -> tuple[forms.Field, Any]:
    row = Field.textarea(
        name, label_size=Size.SMALL, rows=ROWS.get(limit, 8), max_characters=limit, threshold=60, spellcheck="true"
    )
    return loose.Text(widget=forms.Textarea, **common), row


def _radios(
    name: str, common: dict[str, Any], choices: Iterable[tuple[str, Any]], *, inline: bool = False
) -> tuple[forms.Field, Any]:
    field = loose.Choice(choices=choices, widget=forms.RadioSelect, **common)
    return field, Field.radios(name, legend_size=Size.SMALL, inline=inline, small=True)


def _checkboxes(name: str, common: dict[str, Any], choices: Iterable[tuple[str, Any]]) -> tuple[forms.Field, Any]:
    hints = {code.value: hint for code, hint in CATEGORY_HINTS.items()} if name == "categories" else {}
    options = [
        Option(code, words, hint=str(hints[code])) if code in hints else (code, words) for code, words in choices
    ]
    field = loose.Choices(choices=options, widget=forms.CheckboxSelectMultiple, **common)
    return field, Field.checkboxes(name, legend_size=Size.SMALL, small=True)


def _long_list(
    form: SectionForm, name: str, common: dict[str, Any], choices: list[tuple[str, str]]
) -> tuple[forms.Field, Any]:
    groups = GROUPED[name]() if name in GROUPED else [("", choices)]
    flat = [pair for _title, pairs in groups for pair in pairs]
    chosen = form.data.getlist(name) if isinstance(form.data, QueryDict) and form.is_bound else form.initial.get(name)
    left_lists = [(code, code) for code in chosen or () if code not in {known for known, _label in flat}]
    if left_lists:
        groups = [*groups, (_("No longer in the list"), left_lists)]
    field = loose.Choices(choices=[*flat, *left_lists], widget=forms.CheckboxSelectMultiple, **common)
    field.groups = list(shown(groups, list(chosen or ()), name))  # type: ignore[attr-defined]  # read by the template
    return field, Field(name, template="practice/_choices_field.html")
