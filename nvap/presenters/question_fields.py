"""Questions of a form as markup: the design system's patterns written in Python, for a page has many of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.html import format_html, format_html_join
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
    return _follower(question, shown, mark_safe(body + _last(question, shown)))  # noqa: S308 - both are markup


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
        names = f'data-app-shown-when="q-{escape(rule["question"])}" data-app-shown-unless="{escape(value)}"'
        return mark_safe(f"<div {names}>{body}</div>")  # noqa: S308 - each part is escaped
    leader = shown.questions.get(rule["question"])
    when = _("Only if you answer “%(answer)s” to “%(question)s”.") % {
        "answer": of_value(leader, rule["value"]),
        "question": leader.label if leader is not None else rule["question"],
    }
    return mark_safe(  # noqa: S308 - each part is escaped
        f'<div class="app-follow" data-app-shown-when="q-{escape(rule["question"])}" '
        f'data-app-shown-answer="{escape(value)}"><p class="app-follow__when">{escape(when)}</p>{body}</div>'
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
        parts.append(f'<div class="govuk-hint" id="{escape(name)}-hint">{escape(question.hint)}</div>')
    if errors:
        ids.append(f"{name}-error")
        parts.append(
            format_html(
                '<p class="govuk-error-message" id="{}-error"><span class="govuk-visually-hidden">{}</span> {}</p>',
                *(name, _("Error:"), " ".join(errors)),
            )
        )
    return " ".join(ids), mark_safe("".join(parts))  # noqa: S308 - each part is escaped above


def _group(question: QuestionSpec, errors: Sequence[str], body: SafeString, more: str = "") -> SafeString:
    css = "govuk-form-group govuk-form-group--error" if errors else "govuk-form-group"
    return mark_safe(  # noqa: S308 - each part is escaped, or markup
        f'<div class="{css}" id="row-{escape(name_of(question))}"{more}>{body}</div>'
    )


def _fieldset(question: QuestionSpec, described: str, inner: SafeString) -> SafeString:
    by = f' aria-describedby="{escape(described)}"' if described else ""
    return mark_safe(  # noqa: S308 - each part is escaped, or markup
        f'<fieldset class="govuk-fieldset"{by}><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">'
        f"{escape(_label(question))}</legend>{inner}</fieldset>"
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
    by = escape(f"{name}-info {described}".strip())
    most = _("You can enter up to %(limit)s characters") % {"limit": f"{limit:,}"}
    body = mark_safe(  # noqa: S308 - each part is escaped, or markup
        f'<label class="govuk-label govuk-label--s" for="{name}">{escape(_label(question))}</label>{about}'
        f'<textarea class="{css}" id="{name}" name="{name}" rows="{rows}" spellcheck="true" aria-describedby="{by}">\n'
        f'{escape(_one(shown, name))}</textarea><div id="{name}-info" class="govuk-hint govuk-character-count__message">'
        f"{escape(most)}</div>"
    )
    count = f'data-module="govuk-character-count" data-maxlength="{limit}" data-threshold="{WARN_FROM}"'
    group = _group(question, errors, body)
    return mark_safe(f'<div class="govuk-character-count" {count}>{group}</div>')  # noqa: S308 - markup


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
        '<div><label class="govuk-label" for="{}">{}</label>{}</div>',
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
