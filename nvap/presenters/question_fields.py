"""Questions of a form as markup: the design system's patterns written in Python, for a page has many of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nvap.cleaning import limit_of
from nvap.form_spec import OptionSpec, QuestionSpec
from nvap.presenters.typed import field_names, name_of
from nvap.vocab import QuestionKind
from nvap.wording import of_value

Texts = Mapping[str, Sequence[str]]
ROWS = ((300, 2), (1000, 3), (2500, 5))
WARN_FROM = 60
YES_NO = (OptionSpec("yes", "", "", None), OptionSpec("no", "", "", None))


@dataclass(frozen=True)
class Shown:
    """What stands in the fields, the sentences beside them, and what the force said last time."""

    texts: Texts
    errors: Mapping[str, Sequence[str]]
    last: Mapping[str, Any]
    last_title: str
    questions: Mapping[str, QuestionSpec]


def field(question: QuestionSpec, shown: Shown) -> SafeString:
    """One question with its fields; wrapped so that it only shows when another answer asks for it."""
    body = _BY_KIND.get(QuestionKind(question.kind), _radios)(question, shown)
    return _follower(question, shown, format_html("{}{}", body, _last(question, shown)))


def _last(question: QuestionSpec, shown: Shown) -> SafeString:
    said = of_value(question, shown.last.get(question.code))
    if not said or not shown.last_title:
        return SafeString("")
    summary = _("What you said in the %(round)s") % {"round": shown.last_title}
    return format_html(
        '<details class="govuk-details app-last"><summary class="govuk-details__summary"><span class='
        '"govuk-details__summary-text">{}<span class="govuk-visually-hidden">: {}</span></span></summary>'
        '<div class="govuk-details__text app-pre">{}</div></details>',
        *(summary, question.label, said),
    )


def _follower(question: QuestionSpec, shown: Shown, body: SafeString) -> SafeString:
    rule = question.shown_when
    if rule.get("op") not in {"is", "is_not"} or not isinstance(rule.get("value"), str | bool):
        return body
    value = {True: "yes", False: "no"}.get(rule["value"], rule["value"])
    if rule["op"] == "is_not":
        return format_html(
            '<div data-app-shown-when="q-{}" data-app-shown-unless="{}">{}</div>', *(rule["question"], value, body)
        )
    leader = shown.questions.get(rule["question"])
    when = _("Only if you answer “%(answer)s” to “%(question)s”.") % {
        "answer": of_value(leader, rule["value"]),
        "question": leader.label if leader is not None else rule["question"],
    }
    return format_html(
        '<div class="app-follow" data-app-shown-when="q-{}" data-app-shown-answer="{}"><p class="app-follow__when">{}</p>'
        "{}</div>",
        *(rule["question"], value, when, body),
    )


def _label(question: QuestionSpec) -> str:
    if question.required or question.required_when:
        return question.label
    return _("%(label)s (optional)") % {"label": question.label}


def _about(question: QuestionSpec, errors: Sequence[str]) -> tuple[str, SafeString]:
    """The ids that describe the field, and hint and errors as markup."""
    name, ids, parts = name_of(question), [], []
    if question.hint:
        ids.append(f"{name}-hint")
        parts.append(format_html('<div class="govuk-hint" id="{}-hint">{}</div>', name, question.hint))
    if errors:
        ids.append(f"{name}-error")
        parts.append(
            format_html(
                '<p class="govuk-error-message" id="{}-error"><span class="govuk-visually-hidden">{}</span> {}</p>',
                *(name, _("Error:"), " ".join(errors)),
            )
        )
    return " ".join(ids), mark_safe("".join(parts))  # noqa: S308 - made by format_html above


def _group(question: QuestionSpec, errors: Sequence[str], body: SafeString, more: str = "") -> SafeString:
    css = "govuk-form-group govuk-form-group--error" if errors else "govuk-form-group"
    return format_html('<div class="{}" id="row-{}"{}>{}</div>', css, name_of(question), SafeString(more), body)


def _fieldset(question: QuestionSpec, described: str, inner: SafeString) -> SafeString:
    by = format_html(' aria-describedby="{}"', described) if described else ""
    return format_html(
        '<fieldset class="govuk-fieldset"{}><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{}</legend>'
        "{}</fieldset>",
        *(by, _label(question), inner),
    )


def _errors(question: QuestionSpec, shown: Shown) -> list[str]:
    return [sentence for name in field_names(question) for sentence in shown.errors.get(name, ())]


def _radios(question: QuestionSpec, shown: Shown) -> SafeString:
    return _choices(question, shown, "radio", question.options)


def _ticks(question: QuestionSpec, shown: Shown) -> SafeString:
    return _choices(question, shown, "checkbox", question.options)


def _yes_no(question: QuestionSpec, shown: Shown) -> SafeString:
    words = {"yes": _("Yes"), "no": _("No")}
    options = [OptionSpec(option.value, words[option.value], "", None) for option in YES_NO]
    return _choices(question, shown, "radio", options, inline=True)


def _choices(
    question: QuestionSpec, shown: Shown, kind: str, options: Iterable[OptionSpec], *, inline: bool = False
) -> SafeString:
    name, errors = name_of(question), _errors(question, shown)
    described, about = _about(question, errors)
    block = "govuk-radios" if kind == "radio" else "govuk-checkboxes"
    chosen = set(shown.texts.get(name, ()))
    items = []
    for place, option in enumerate(options):
        number = f"{name}-{place}" if place else name
        hint = (
            f'<div class="govuk-hint {block}__hint" id="{number}-about">{escape(option.hint)}</div>'
            if option.hint
            else ""
        )
        by = f' aria-describedby="{number}-about"' if option.hint else ""
        items.append(
            f'<div class="{block}__item"><input class="{block}__input" type="{kind}" id="{number}" name="{name}" '
            f'value="{escape(option.value)}"{by}{" checked" if option.value in chosen else ""}>'
            f'<label class="govuk-label {block}__label" for="{number}">{escape(option.label)}</label>{hint}</div>'
        )
    css = f"{block} {block}--inline" if inline else block
    if not inline and not any(option.hint for option in options):
        css += f" {block}--small"
    inner = mark_safe(f'{about}<div class="{css}">{"".join(items)}</div>')  # noqa: S308 - each part is escaped above
    return _group(question, errors, _fieldset(question, described, inner))


def _text(question: QuestionSpec, shown: Shown) -> SafeString:
    name, errors, limit = name_of(question), _errors(question, shown), limit_of(question)
    described, about = _about(question, errors)
    rows = next((rows for most, rows in ROWS if limit <= most), 7)
    css = "govuk-textarea govuk-js-character-count" + (" govuk-textarea--error" if errors else "")
    body = format_html(
        '<label class="govuk-label govuk-label--s" for="{0}">{1}</label>{2}<textarea class="{3}" id="{0}" name="{0}" '
        'rows="{4}" spellcheck="true" aria-describedby="{5}">{6}</textarea>'
        '<div id="{0}-info" class="govuk-hint govuk-character-count__message">{7}</div>',
        *(name, _label(question), about, css, rows, f"{name}-info {described}".strip(), f"\n{_one(shown, name)}"),
        _("You can enter up to %(limit)s characters") % {"limit": f"{limit:,}"},
    )
    count = f' data-module="govuk-character-count" data-maxlength="{limit}" data-threshold="{WARN_FROM}"'
    return format_html(
        '<div class="govuk-character-count"{}>{}</div>', SafeString(count), _group(question, errors, body)
    )


def _one(shown: Shown, name: str) -> str:
    return (list(shown.texts.get(name, ())) or [""])[-1]


def _line(question: QuestionSpec, shown: Shown) -> SafeString:
    width = {QuestionKind.NUMBER: "govuk-input--width-10", QuestionKind.DATE: "govuk-input--width-20"}
    mode = ' inputmode="numeric"' if question.kind == QuestionKind.NUMBER else ""
    errors = _errors(question, shown)
    described, about = _about(question, errors)
    body = format_html(
        '<label class="govuk-label govuk-label--s" for="{}">{}</label>{}{}',
        *(name_of(question), _label(question), about),
        _input(
            name_of(question), shown, width.get(QuestionKind(question.kind), ""), described, mode, error=bool(errors)
        ),
    )
    return _group(question, errors, body)


def _input(name: str, shown: Shown, width: str, described: str, mode: str, *, error: bool) -> SafeString:
    return format_html(
        '<input class="govuk-input {}{}" id="{}" name="{}" value="{}" autocomplete="off"{}{}>',
        *(width, " govuk-input--error" if error else "", name, name, _one(shown, name), SafeString(mode)),
        format_html(' aria-describedby="{}"', described) if described else "",
    )


def _ratio(question: QuestionSpec, shown: Shown) -> SafeString:
    errors = _errors(question, shown)
    described, about = _about(question, errors)
    labels = (_("Number"), _("Out of"))
    boxes = format_html_join(
        "",
        '<div class="app-ratio__part"><label class="govuk-label" for="{}">{}</label>{}</div>',
        (
            (name, label, _input(name, shown, "govuk-input--width-10", "", ' inputmode="numeric"', error=bool(errors)))
            for name, label in zip(field_names(question), labels, strict=True)
        ),
    )
    inner = format_html('{}<div class="app-ratio">{}</div>', about, boxes)
    return _group(question, errors, _fieldset(question, described, inner))


_BY_KIND = {
    QuestionKind.TEXT: _text,
    QuestionKind.LINE: _line,
    QuestionKind.NUMBER: _line,
    QuestionKind.DATE: _line,
    QuestionKind.RATIO: _ratio,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.SOME_OF: _ticks,
}
