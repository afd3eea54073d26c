"""Questions of a call that hang on the answer to another: asked, sent and published only while they apply."""

import pytest

from practice import rules, sheet, snapshot
from practice.models import CallAnswer
from tests.factories.practice import CallFactory, CallQuestionFactory, draft_practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered():
    """An example of a call with a chain of three questions, all answered."""
    call = CallFactory()
    form = call.forms.get()
    first = CallQuestionFactory(form=form, code="new", order=1, kind="yes_no", text="Is it new?")
    second = CallQuestionFactory(
        form=form, code="how", order=2, kind="yes_no", text="Tested?", shown_when=first, shown_when_answer="yes"
    )
    CallQuestionFactory(form=form, code="who", order=3, text="By whom?", shown_when=second, shown_when_answer="yes")
    practice = draft_practice(call=call)
    for question, value in zip(form.questions.order_by("order"), ("yes", "yes", "Kent"), strict=True):
        CallAnswer.objects.update_or_create(practice=practice, question=question, defaults={"value": value})
    return practice


def test_conditional_answers_are_published_while_they_apply(answered):
    assert snapshot.content(answered)["questions"] == [
        {"text": "Is it new?", "answer": "yes"},
        {"text": "Tested?", "answer": "yes"},
        {"text": "By whom?", "answer": "Kent"},
    ]


def test_conditional_answers_are_neither_published_nor_triaged_once_the_first_answer_changed(answered):
    CallAnswer.objects.filter(practice=answered, question__code="new").update(value="no")

    assert snapshot.content(answered)["questions"] == [{"text": "Is it new?", "answer": "no"}]
    assert [question.code for question in rules.questions_to_show(answered)] == ["new"]
    page = next(page for page in sheet.pages(answered) if page.code == "call")
    assert [row["key"] for row in page.rows] == ["Is it new?"]
