"""Returns and what stands in them, in the API: who reads what, counts, filters, pulls, and queries that do not grow."""

import datetime as dt

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from nvap.actions import assigning, checking, comments, reviewing, signing
from nvap.models import Return
from tests.api.clients import program, refusal
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import ACTIONS, a_plan, a_return, a_round, all_answered, answer_of, answered
from tests.queries import queries
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db

BASE = "returns/2026/norfolk/"
PLACES = ("", "answers/", "answers/2.1.1/", "findings/", "comments/", "submissions/", "submissions/1/")


@pytest.fixture
def sent(ret, lead):
    """The return, signed by a chief officer and sent to VKPP."""
    all_answered(ret, by=lead, now="Zzq as we do it", practice=True, practice_text="Zzq coaching")
    chief = person("chief_officer", ret.force, display_name="Chief Officer")
    signing.send_for_signature(ret=ret, by=lead)
    digest = ret.submissions.get().content_hash
    signing.sign(ret=ret, statement="I agree.", content_hash=digest, by=chief)
    signing.submit(ret=ret, by=chief)
    return ret


def test_return_says_where_it_stands(ret, lead):
    answered(ret, by=lead, gap=True, gap_text="No trainer")

    (row,) = program(lead).results("returns/")

    assert {name: row[name] for name in row if not name.endswith("_at")} == {
        "url": "http://testserver/api/v1/returns/2026/norfolk/",
        "round": "2026",
        "force": "norfolk",
        "signed": None,
        "validated": None,
        "state": "answering",
        "version": 2,
        "marking": "official_sensitive",
        "actions": 3,
        "complete": 1,
        "to_confirm": 0,
        "gaps": 1,
        "practice": 0,
        "open_queries": 0,
    }


def test_return_says_what_may_be_done_with_it(ret, lead):
    row = program(lead).get(BASE).json()

    assert (row["state_label"], row["editable"], row["closed_because"]) == ("Not started", True, "")
    assert row["available_actions"] == []
    answered(ret, by=lead)
    (step,) = program(lead).get(BASE).json()["available_actions"]
    assert (step["action"], step["label"], step["url"]) == ("send_for_signature", "Send for signature", None)
    assert step["missing"] == {"answers": ["2 actions are not answered or not confirmed. Answer them first."]}


def test_return_that_waits_for_signature_says_why_it_is_closed(ret, lead):
    all_answered(ret, by=lead)
    signing.send_for_signature(ret=ret, by=lead)

    row = program(lead).get(BASE).json()

    assert (row["state"], row["editable"]) == ("to_sign", False)
    assert row["closed_because"].startswith("This return waits for the chief officer's signature")


@pytest.mark.parametrize("role", ["nvap_lead", "chief_officer", "force_analyst"])
def test_whoever_reads_the_return_of_the_force_reads_all_of_it(sent, role):
    reader = program(person(role, sent.force))

    assert {path: reader.get(BASE + path).status_code for path in PLACES} == dict.fromkeys(PLACES, 200)
    assert len(reader.results(BASE + "answers/")) == 3


@pytest.mark.parametrize(
    "role", ["nvap_lead", "chief_officer", "force_analyst", "contributor", "evidence_reviewer", "national_analyst"]
)
def test_nobody_else_learns_that_there_is_anything(sent, role):
    national = role in {"evidence_reviewer", "national_analyst"}
    own = a_return(ForceFactory(code="kent"))
    reader = program(person(role) if national else person(role, own.force))

    for path in PLACES:
        answer = reader.get(BASE + path)
        refusal(answer, 404)
        assert "zzq" not in answer.text.lower()
    listed = reader.get("returns/")
    assert "norfolk" not in listed.text
    assert reader.results("returns/", force="norfolk") == []
    assert reader.results("queries/", force="norfolk") == []


def test_refusal_is_the_same_whether_there_is_a_return_or_not(sent):
    reader = program(person("nvap_lead", ForceFactory(code="kent")))

    def said(path):
        error = refusal(reader.get(path), 404)
        return {name: value for name, value in error.items() if name != "request_id"}

    for path in PLACES:
        assert said(BASE + path) == said("returns/2026/nowhere/" + path)
    assert said(BASE + "answers/2.1.1/") == said(BASE + "answers/8.8.8/")


def test_contributor_reads_what_is_assigned_and_counts_nothing_else(sent, lead):
    colleague = person("contributor", sent.force)
    reader = program(colleague)
    refusal(reader.get(BASE), 404)
    Return.objects.filter(pk=sent.pk).update(state="queried")
    assigning.assign(ret=sent, person=colleague, things=[answer_of(sent, "2.1.2").action_version], by=lead)

    assert [row["action"] for row in reader.results(BASE + "answers/")] == ["2.1.2"]
    (row,) = reader.results("returns/")
    assert (row["actions"], row["complete"], row["practice"]) == (1, 1, 1)
    refusal(reader.get(BASE + "answers/2.1.1/"), 404)
    for path in ("submissions/", "submissions/1/"):
        error = refusal(reader.get(BASE + path), 403)
        assert error["detail"].startswith("You see the answers assigned to you.")


def test_staff_read_all_returns_and_every_look_is_in_the_trail(sent):
    a_return(ForceFactory(code="kent"))
    reader = program(person("vkpp_staff"))

    assert {row["force"] for row in reader.results("returns/")} == {"norfolk", "kent"}
    assert [row["force"] for row in reader.results("returns/", state="submitted")] == ["norfolk"]
    assert not AuditEvent.objects.filter(verb="return.look").exists()
    for count, path in enumerate(PLACES[1:], start=1):
        assert reader.get(BASE + path).status_code == 200
        assert AuditEvent.objects.filter(verb="return.look").count() == count, path


def test_answers_are_narrowed_by_what_they_say(ret, lead):
    answered(ret, "2.1.1", by=lead, gap=True, gap_text="No trainer")
    answered(ret, "2.2.1", by=lead)
    reader = program(lead)

    def actions(**params):
        return [row["action"] for row in reader.results(BASE + "answers/", **params)]

    assert actions() == ["2.1.1", "2.1.2", "2.2.1"]
    assert actions(theme="2.1") == ["2.1.1", "2.1.2"]
    assert actions(has_gap="true") == ["2.1.1"]
    assert actions(complete="false") == ["2.1.2"]
    assert actions(provenance="typed", action="2.2.1") == ["2.2.1"]
    assert list(refusal(reader.get(BASE + "answers/", {"provenance": "guessed"}), 400)["fields"]) == ["provenance"]


def test_pull_brings_what_changed_since_and_misses_no_step(ret, lead):
    reader = program(lead)
    first = reader.get("returns/").json()
    since = {"updated_since": first["as_of"]}
    assert len(first["results"]) == 1
    later = {"updated_since": (timezone.now() + dt.timedelta(hours=1)).isoformat()}
    assert reader.results("returns/", **later) == []

    Return.objects.filter(pk=ret.pk).update(state="answering")

    assert [row["state"] for row in reader.results("returns/", **since)] == ["answering"]
    answered(ret, by=lead)
    assert reader.results(BASE + "answers/", **later) == []
    assert "2.1.1" in [row["action"] for row in reader.results(BASE + "answers/", **since)]


def test_every_change_of_a_return_has_its_time(ret):
    Return.objects.filter(pk=ret.pk).update(updated_at=Now() - dt.timedelta(days=9))

    ret.refresh_from_db()
    assert ret.updated_at > timezone.now() - dt.timedelta(minutes=5)


def test_findings_are_listed_with_their_explanation(ret, lead):
    answer = answered(ret, by=lead, implementation="embedded")
    checking.explain(finding=answer.findings.get(), explanation="The inspection confirmed it.", by=lead)
    reader = program(lead)

    (row,) = reader.results(BASE + "findings/", severity="explain")

    assert (row["action"], row["rule"], row["state"]) == ("2.1.1", "embedded_without_evidence", "explained")
    assert (row["message"], row["explanation"]) == (
        "Embedded, but no evidence. Add some, or explain.",
        "The inspection confirmed it.",
    )
    assert reader.results(BASE + "findings/", action="2.1.2") == []
    assert reader.get(BASE + "answers/2.1.1/").json()["findings"][0]["explanation"] == "The inspection confirmed it."


def test_comments_are_for_their_audience(ret, lead):
    staff, answer = person("vkpp_staff"), answered(ret, by=lead)
    for audience, by in (("force", lead), ("vkpp", lead), ("staff", staff)):
        comments.add(response=answer, text=f"For {audience}", audience=audience, by=by)
    removed = comments.add(response=answer, text="Gone", by=lead)
    comments.remove(comment=removed, by=lead)

    def read(user):
        return [row["text"] for row in program(user).results(BASE + "comments/")]

    assert read(lead) == ["For force", "For vkpp"]
    assert read(person("chief_officer", ret.force)) == ["For force", "For vkpp"]
    assert read(staff) == ["For vkpp", "For staff"]


def test_versions_show_what_was_signed_by_whom(sent):
    reader = program(person("chief_officer", sent.force))

    (row,) = reader.results(BASE + "submissions/")

    assert (row["number"], row["signature_holds"], row["accepted"]) == (1, True, False)
    assert row["signature"]["signed_by"] == "Chief Officer"
    assert row["signature"]["voided_at"] is None
    one = reader.get(BASE + "submissions/1/").json()
    assert one["content_hash"] == sent.submissions.get().content_hash
    assert [answer["code"] for answer in one["content"]["answers"]] == ["2.1.1", "2.1.2", "2.2.1"]
    refusal(reader.get(BASE + "submissions/2/"), 404)


def test_version_that_was_accepted_is_marked(sent):
    reviewing.accept(ret=sent, by=person("vkpp_staff"))

    (row,) = program(person("nvap_lead", sent.force)).results(BASE + "submissions/")

    assert row["accepted"] is True
    assert program(person("nvap_lead", sent.force)).results("returns/")[0]["validated"] == 1


def test_round_that_is_prepared_has_no_returns_yet(lead):
    a_return(lead.memberships.get().force, round=a_round("later", state="draft"))

    assert [row["round"] for row in program(lead).results("returns/")] == ["2026"]
    refusal(program(lead).get("returns/later/norfolk/"), 404)


def test_queries_do_not_grow_with_the_answers(lead):
    staff = program(person("vkpp_admin"))
    for name, count in (("one", 1), ("three", 3)):
        plan = a_plan(name, actions=ACTIONS[:count])
        ret = a_return(lead.memberships.get().force, round=a_round(name, plan=plan))
        for code, _theme, _title in ACTIONS[:count]:
            answer = answered(ret, code, by=lead, implementation="embedded")
            comments.add(response=answer, text="Why?", audience="vkpp", by=lead)
    a_return(ForceFactory(code="kent"), round=a_round("three"))
    a_return(ForceFactory(code="essex"), round=a_round("three"))

    for path in ("answers/", "findings/", "comments/"):
        assert len(staff.results(f"returns/three/norfolk/{path}")) == 3
        one, three = (queries(staff, f"/api/v1/returns/{name}/norfolk/{path}") for name in ("one", "three"))
        assert one == three, path
    assert len(staff.results("returns/", round="three")) == 3
    assert queries(staff, "/api/v1/returns/?round=one") == queries(staff, "/api/v1/returns/?round=three")
