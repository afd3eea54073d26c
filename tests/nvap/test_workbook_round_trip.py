"""A workbook that is made and read again says nothing new; filled in, it says exactly what was filled in."""

import io
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from nvap import cleaning
from nvap.actions import answering, workbooks
from nvap.form_spec import spec
from nvap.models import Response
from nvap.workbook import compare, layout
from tests.factories.accounts import person
from tests.factories.nvap import COMPLETE, a_return, a_round, answer_of, answered
from tests.nvap.workbook_files import cells, filled, found, made, opened, stored
from vkpp.core.plain_text import Refused

pytestmark = pytest.mark.django_db
TEXT = st.text(
    alphabet=st.one_of(st.sampled_from("=+-@'\t\n _x005FD" + string.ascii_letters), st.characters(codec="utf-8")),
    max_size=40,
)
VALUES = {
    "level": st.sampled_from(["not_started", "planned", "developing", "embedding", "embedded"]),
    "one_of": st.sampled_from(["nobody", "audit", "inspectorate"]),
    "some_of": st.lists(st.sampled_from(["health", "council", "charity"]), unique=True),
    "yes_no": st.booleans(),
    "line": TEXT,
    "text": TEXT,
    "number": st.integers(0, 10**12),
    "ratio": st.integers(1, 10**6).flatmap(lambda d: st.fixed_dictionaries({"n": st.integers(0, d), "d": st.just(d)})),
    "date": st.dates().map(lambda day: day.isoformat()),
}


def changes(ret, by, data):
    """Action → what the workbook says anew, and how many actions say nothing new."""
    content, same = compare.content_of(found(ret, by, data), workbooks.mine(ret, by))
    return {code: said["values"] for code, said in content.items()}, same


def storable(question, value):
    try:
        return cleaning.clean(question, value)
    except Refused:
        return None


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_made_and_read_again_says_nothing_new(ret, lead, data):
    form = spec(ret.round.form)
    answers = {
        code: value
        for code, question in form.questions.items()
        if (value := storable(question, data.draw(st.none() | VALUES[question.kind], label=code))) is not None
    }
    Response.objects.filter(ret=ret, action_version__code="2.1.1").update(answers=answers | {"headline": "Always"})

    assert changes(ret, lead, made(ret, lead)) == ({}, 3)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_filled_in_is_what_is_said_anew(ret, lead, data):
    form = spec(ret.round.form)
    typed = {
        code: value
        for code, question in form.questions.items()
        if (value := storable(question, data.draw(st.none() | VALUES[question.kind], label=code))) is not None
    }
    written = {
        row.id: layout.part_of(row, typed[row.code])
        for row in layout.rows_of(form, "2.1.1", carried=False)
        if row.code in typed
    }
    data = filled(ret, lead, {row: value for row, value in written.items() if not str(value).startswith(("=", "#"))})
    left = {row.partition("/")[2].split("/")[0] for row, value in written.items() if str(value).startswith(("=", "#"))}
    expected = {code: value for code, value in typed.items() if code not in left}

    if expected:
        assert changes(ret, lead, data) == ({"2.1.1": expected}, 2)


def test_answers_are_never_formulas(ret, lead):
    answered(ret, by=lead, now='=HYPERLINK("https://example.org","Click")', headline="+1 @home")

    book = opened(made(ret, lead))
    now, headline = (cells(book)[f"2.1.1/{code}"][1] for code in ("now", "headline"))

    assert (now.value, now.data_type, now.quotePrefix) == ('=HYPERLINK("https://example.org","Click")', "s", True)
    assert (headline.value, headline.data_type, headline.quotePrefix) == ("+1 @home", "s", True)
    assert [
        cell.coordinate for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"
    ] == []


def test_only_answers_can_be_typed_over(ret, lead):
    book = opened(made(ret, lead))

    open_cells = {
        (sheet.title, cell.coordinate)
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if not cell.protection.locked
    }
    assert open_cells == {(sheet.title, cell.coordinate) for sheet, cell in cells(book).values()}
    assert [sheet.title for sheet in book if not sheet.protection.sheet] == []
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "visible", "hidden", "veryHidden"]


def test_choices_are_offered_in_a_list(ret, lead):
    book = opened(made(ret, lead))
    sheet, cell = cells(book)["2.1.1/implementation"]

    rule = next(rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.cells)
    column = rule.formula1.rpartition("!")[2].replace("$", "")

    assert [line[0].value for line in book[layout.LISTS][column]] == [
        *("Not started", "Planned", "Developing", "Embedding", "Embedded")
    ]


def test_workbook_holds_only_what_the_person_may_answer(ret, lead, force):
    answered(ret, "2.1.2", by=lead, now="zzq for others")
    colleague = person("contributor", force)
    theirs = answer_of(ret, "2.2.1").action_version
    ret.assignments.create(person=colleague, action_version=theirs, assigned_by=lead)

    data = made(ret, colleague)

    assert {row.split("/")[0] for row in cells(opened(data))} == {"2.2.1"}
    assert b"zzq" not in b"".join(
        str(cell.value).encode() for sheet in opened(data) for line in sheet.iter_rows() for cell in line
    )


def test_cover_says_whose_workbook_it_is(ret, lead):
    cover = load_workbook(io.BytesIO(made(ret, lead)))[layout.COVER]
    words = [str(cell.value) for line in cover.iter_rows() for cell in line if cell.value]

    assert words[0] == "OFFICIAL-SENSITIVE"
    assert {"2026 return", "Norfolk Constabulary", "What to do", "2.1.1", "Recognition and response"} <= set(words)


def test_carried_forward_answers_are_marked_and_confirmed_only_by_choice(force, lead):
    first = a_round("2024")
    before = a_return(force, round=first)
    answered(before, by=lead, headline="As in 2024")
    ret = a_return(force, round=a_round("2026", previous=first))
    Response.objects.filter(ret=ret, action_version__code="2.1.1").update(
        answers=COMPLETE | {"headline": "As in 2024"}, provenance="carried", version=1, carried_from=answer_of(before)
    )
    data = made(ret, lead)
    book = opened(data)
    sheet, cell = cells(book)["2.1.1/headline"]

    assert sheet.cell(cell.row, layout.REMARK).value == "From the last round, not confirmed"
    assert sheet.cell(cell.row, layout.LAST).value == "As in 2024"
    assert changes(ret, lead, data) == ({}, 3)
    cells(book)["2.1.1/confirm"][1].value = "Yes"
    result = found(ret, lead, stored(book))
    content, _same = compare.content_of(result, workbooks.mine(ret, lead))
    assert content["2.1.1"] == {"version": 1, "values": {}, "base": {}, "confirm": True}


def test_what_changed_in_the_portal_meanwhile_is_not_said_anew(ret, lead):
    answered(ret, by=lead, headline="Before")
    data = made(ret, lead)
    response = answer_of(ret)
    answering.save(response=response, values={"headline": "After", "posts": 3}, version=response.version, by=lead)

    assert changes(ret, lead, data) == ({}, 3)
