"""The tags and filters of the design system print exactly what pages rely on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone

from vkpp.core.ui_words import form_errors, page_window


def drawn(source, **context):
    """The template as HTML, without the white space between its elements."""
    context.setdefault("request", RequestFactory().get("/list/?q=knife&page=2"))
    html = Template("{% load ui %}" + source).render(Context(context))
    return "".join(line.strip() for line in html.splitlines())


def test_breadcrumbs_link_all_but_the_last():
    html = drawn('{% breadcrumbs "Home" "/" "Bank" "/practice/" "Checkpoint" %}')

    assert html == (
        '<nav class="govuk-breadcrumbs" aria-label="Breadcrumb"><ol class="govuk-breadcrumbs__list">'
        '<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="/">Home</a></li>'
        '<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="/practice/">Bank</a></li>'
        '<li class="govuk-breadcrumbs__list-item" aria-current="page">Checkpoint</li></ol></nav>'
    )


def test_button_is_a_button_that_is_pressed_once():
    assert drawn('{% button "Send" name="action" value="send" %}') == (
        '<button class="govuk-button" type="submit" data-module="govuk-button" data-prevent-double-click="true"'
        ' name="action" value="send">Send</button>'
    )


def test_button_with_address_is_a_link():
    assert drawn('{% button "Preview" "/p/" "secondary" %}') == (
        '<a class="govuk-button govuk-button--secondary" href="/p/" draggable="false">Preview</a>'
    )


def test_button_of_unknown_kind_is_refused():
    with pytest.raises(TemplateSyntaxError, match="Unknown kind of button 'huge', use one of: primary, secondary"):
        drawn('{% button "Send" kind="huge" %}')


def test_post_button_posts_its_values_with_the_token():
    html = drawn('{% post_button "Claim" "/c/" "link" about="Project CARA" version=3 %}', csrf_token="secret")

    assert html == (
        '<form class="app-post-button" action="/c/" method="post">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="secret"><input type="hidden" name="version" value="3">'
        '<button class="app-button-link" type="submit" data-module="govuk-button" data-prevent-double-click="true">'
        'Claim<span class="govuk-visually-hidden"> Project CARA</span></button></form>'
    )


def test_tag_escapes_its_words():
    html = drawn('{% tag words "red" %}', words="<script>")

    assert html == '<strong class="app-tag app-tag--red">&lt;script&gt;</strong>'


def test_tag_of_unknown_colour_is_refused():
    with pytest.raises(TemplateSyntaxError, match="Unknown colour 'pink', use one of: blue, green"):
        drawn('{% tag "New" "pink" %}')


def test_tags_takes_words_and_pairs():
    assert drawn("{% tags items %}", items=["Diversion", ("Works", "navy")]) == (
        '<ul class="app-tags"><li><span class="app-tag app-tag--grey">Diversion</span></li>'
        '<li><span class="app-tag app-tag--navy">Works</span></li></ul>'
    )


@pytest.mark.parametrize(
    ("code", "html"),
    [
        ("official", '<p class="app-marking">OFFICIAL</p>'),
        (
            "official_sensitive",
            '<p class="app-marking app-marking--sensitive">OFFICIAL-SENSITIVE: need to know, opening is logged</p>',
        ),
    ],
)
def test_marking_says_the_marking(code, html):
    assert drawn("{% marking code %}", code=code) == html


@pytest.mark.parametrize(
    ("kind", "role", "title"),
    [
        ("success", "alert", "Done"),
        ("error", "alert", "There is a problem"),
        ("warning", "region", "Please note"),
        ("info", "region", "Notice"),
        ("debug", "region", "Notice"),
    ],
)
def test_notification_has_the_role_of_its_kind(kind, role, title):
    html = drawn('{% notification "Sent." kind %}', kind=kind)

    assert f'role="{role}" aria-label="{title}"' in html
    assert '<p class="app-notice__text">Sent.</p>' in html


def test_details_escapes_its_summary_and_keeps_its_content():
    html = drawn("{% details words %}<p>{{ words }}</p>{% enddetails %}", words="a & b")

    assert html == (
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">a &amp; b</span></summary>'
        '<div class="govuk-details__text"><p>a &amp; b</p></div></details>'
    )


def test_progress_says_in_words_what_it_draws():
    assert drawn('{% progress 38 42 "38 of 42 answered" %}') == (
        '<div class="app-progress"><span class="app-progress__label">38 of 42 answered</span>'
        '<progress class="app-progress__bar" max="42" value="38" aria-label="38 of 42 answered">38 of 42 answered'
        "</progress></div>"
    )


def test_step_says_the_page_of_all_pages():
    assert '<span class="app-step__label">Page 2 of 9</span>' in drawn("{% step 2 9 %}")


@pytest.mark.parametrize(
    ("number", "total", "words"),
    [(24, 43, "24 of 43 forces"), (0, 1, "0 of 1 force"), (1200, 5000, "1,200 of 5,000 forces")],
)
def test_n_of_m_gives_the_base(number, total, words):
    assert drawn('{% n_of_m n m "force" "forces" %}', n=number, m=total) == words


@pytest.mark.parametrize(("number", "words"), [(1, "1 force"), (0, "0 forces"), (1204, "1,204 forces")])
def test_counted_agrees_in_number(number, words):
    assert drawn('{{ n|counted:"force,forces" }}', n=number) == words


SUMMER = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "value", "words"),
    [
        ("nice_date", date(2026, 11, 21), "21 November 2026"),
        ("nice_date", SUMMER, "2 July 2026"),
        ("nice_datetime", SUMMER, "2 July 2026 at 00:30"),
        ("nice_time", SUMMER, "00:30"),
        ("nice_month", date(2027, 6, 30), "June 2027"),
        ("nice_date", None, ""),
        ("nice_datetime", None, ""),
        ("nice_time", None, ""),
        ("nice_month", None, ""),
        ("age", None, ""),
        ("waited", None, ""),
    ],
)
def test_dates_are_on_the_clock_of_london(source, value, words):
    assert drawn("{{ value|" + source + " }}", value=value) == words


@pytest.mark.parametrize(
    ("days", "age", "waited"),
    [
        (0, "today", "less than a day"),
        (1, "yesterday", "1 day"),
        (12, "12 days ago", "12 days"),
        (-1, "tomorrow", "less than a day"),
        (-12, "in 12 days", "less than a day"),
    ],
)
def test_age_counts_whole_days(days, age, waited):
    value = timezone.localdate() - timedelta(days=days)

    assert drawn("{{ value|age }}", value=value) == age
    assert drawn("{{ value|waited }}", value=value) == waited


class NameForm(forms.Form):
    name = forms.CharField(error_messages={"required": "Enter a name."})
    kind = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")], error_messages={"required": "Choose a kind."}
    )
    secret = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Start again."})

    def clean(self):
        raise forms.ValidationError("These two do not fit.")


def test_form_errors_lead_to_the_fields():
    assert form_errors(NameForm({})) == [
        {"text": "These two do not fit.", "href": "#id_name"},
        {"text": "Enter a name.", "href": "#id_name"},
        {"text": "Choose a kind.", "href": "#id_kind_1"},
        {"text": "Start again.", "href": "#id_name"},
    ]


def test_form_error_summary_is_not_printed_without_errors():
    assert drawn("{% form_error_summary form %}", form=NameForm()) == ""


@pytest.mark.parametrize(
    ("number", "last", "window"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (6, 23, [1, None, 5, 6, 7, None, 23]),
        (2, 23, [1, 2, 3, None, 23]),
        (23, 23, [1, None, 22, 23]),
    ],
)
def test_page_window_shows_the_ends_and_the_neighbours(number, last, window):
    assert page_window(number, last) == window


def test_pages_keep_the_other_parameters():
    html = drawn("{% pages page %}", page=Paginator(range(30), 10).page(2))

    assert 'href="?q=knife&amp;page=3"' in html
    assert 'aria-label="Page 2" aria-current="page"' in html


def test_pages_of_a_single_page_are_not_printed():
    assert drawn("{% pages page %}", page=Paginator(range(3), 10).page(1)) == ""
