"""Checks of the form over an answer, and explanations that travel with it."""

import pytest
from django.urls import reverse

from nvap.actions import answering, checking, evidence
from nvap.models import Finding
from tests.api.clients import program
from tests.factories.nvap import QUESTIONS, a_form, a_return, a_round, answer_of, answered
from vkpp.core.exceptions import Invalid

pytestmark = pytest.mark.django_db


def found(ret):
    return dict(Finding.objects.filter(response__ret=ret).values_list("rule__code", "state"))


def test_finding_opens_is_put_right_and_opens_again(ret, lead):
    answer = answered(ret, by=lead, gap=True)
    assert found(ret) == {"gap_without_text": "open"}

    answering.save(response=answer, values={"gap_text": "No trainer"}, version=None, by=lead)
    assert found(ret) == {"gap_without_text": "fixed"}

    answering.save(response=answer, values={"gap_text": ""}, version=None, by=lead)
    assert found(ret) == {"gap_without_text": "open"}


def test_evidence_puts_a_finding_right(ret, lead):
    answer = answered(ret, by=lead, implementation="embedded")
    assert found(ret) == {"embedded_without_evidence": "open"}

    piece = evidence.add_link(response=answer, url="https://www.norfolk.police.uk/audit", by=lead)
    assert found(ret) == {"embedded_without_evidence": "fixed"}

    evidence.unuse(evidence=piece, response=answer, by=lead)
    assert found(ret) == {"embedded_without_evidence": "open"}


def test_explanation_stays_while_the_finding_does(ret, lead):
    answer = answered(ret, by=lead, implementation="embedded")
    before = answer.ret.version

    checking.explain(finding=Finding.objects.get(), explanation="Audited in June.", by=lead)
    answering.save(response=answer_of(ret), values={"now": "Changed"}, version=None, by=lead)

    assert found(ret) == {"embedded_without_evidence": "explained"}
    assert answer_of(ret).ret.version == before + 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "Write why the answer is right as it is."),
        ("x" * 2001, "The explanation must be 2,000 characters or fewer. Remove 1 character."),
    ],
)
def test_explanation_that_says_nothing_or_too_much_is_refused(ret, lead, text, sentence):
    answered(ret, by=lead, implementation="embedded")

    with pytest.raises(Invalid) as refusal:
        checking.explain(finding=Finding.objects.get(), explanation=text, by=lead)

    assert refusal.value.errors == {"explanation": [sentence]}
    assert found(ret) == {"embedded_without_evidence": "open"}


def test_what_must_be_put_right_cannot_be_explained_away(ret, lead):
    answered(ret, by=lead, gap=True)

    with pytest.raises(Invalid) as refusal:
        checking.explain(finding=Finding.objects.get(), explanation="Because.", by=lead)

    assert refusal.value.errors == {"explanation": ["This cannot be explained away: change the answer instead."]}


def test_question_that_is_needed_without_evidence_follows_files_as_they_come_and_go(force, lead, client_for):
    headline = ("headline", "In one line", "line", "", {"required_when": {"evidence": "none"}})
    asked = [headline if question[0] == "headline" else question for question in QUESTIONS]
    ret = a_return(force, round=a_round("2027", form=a_form("with-evidence", asked, rules=())))
    answer = answered(ret, by=lead)
    page = reverse("nvap:answer", args=["2027", "norfolk", "2.1.1"])

    def stands():
        read = program(lead).get("returns/2027/norfolk/answers/2.1.1/").json()
        return answer_of(ret).complete, read["missing"], client_for(lead).get(page).context["left"]

    seen = [stands()]
    piece = evidence.add_link(response=answer, url="https://www.norfolk.police.uk/audit", by=lead)
    seen.append(stands())
    evidence.unuse(evidence=piece, response=answer, by=lead)
    seen.append(stands())

    missing = (False, ["headline"], ["In one line"])
    assert seen == [missing, (True, [], []), missing]
