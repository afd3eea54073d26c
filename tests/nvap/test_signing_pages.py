"""The pages around signature: what changed, second sight, versions, reading, coding, queries, the desk."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nvap import canonical
from nvap.actions import improving, queries, reviewing, signing
from nvap.models import Gap, Query
from tests.clients import text_of
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, all_answered, answer_of, answered
from tests.queries import queries as count_queries
from vkpp.core.models import AuditEvent, Notification
from vkpp.core.templatetags.dates import nice_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """Norfolk's return, answered by its lead; a chief officer, a contributor and staff."""
    force = ForceFactory(code="norfolk")
    lead = person("nvap_lead", force)
    ret = a_return(force)
    all_answered(ret, by=lead, now="zzqtext of Norfolk.")
    ret.refresh_from_db()
    return {
        "force": force,
        "ret": ret,
        "lead": lead,
        "chief": person("chief_officer", force),
        "contributor": person("contributor", force),
        "staff": person("vkpp_staff"),
    }


def at(name, ret, *more):
    return reverse(f"nvap:{name}", args=[ret.round.code, ret.force.code, *more])


def sent(cast):
    ret = cast["ret"]
    signing.send_for_signature(ret=ret, by=cast["lead"])
    digest = canonical.digest(canonical.content(ret))
    signing.sign(ret=ret, statement="Yes.", content_hash=digest, by=cast["chief"])
    signing.submit(ret=ret, by=cast["lead"])
    return ret


def test_chief_officer_reads_agrees_looks_again_and_signs(cast, client_for):
    ret, chief = cast["ret"], client_for(cast["chief"])
    lead = client_for(cast["lead"])
    assert lead.post(at("sign-send", ret)).status_code == 302
    page = chief.get(at("sign", ret))
    digest = page.context["content_hash"]
    assert "I have read this return." in text_of(page)

    refused = chief.post(at("sign", ret), {"content_hash": digest})
    assert "Tick the box if you agree to the declaration." in text_of(refused)

    second_sight = chief.post(at("sign", ret), {"content_hash": digest, "agree": "on"})
    assert "Sign this return now?" in text_of(second_sight)
    assert digest in text_of(second_sight)
    ret.refresh_from_db()
    assert ret.state == "to_sign"

    done = chief.post(at("sign-confirm", ret), {"content_hash": digest})
    ret.refresh_from_db()
    assert (done.status_code, ret.state, ret.signed.content_hash) == (302, "signed", digest)


def test_signing_what_changed_meanwhile_shows_the_action(cast, client_for):
    ret = cast["ret"]
    signing.send_for_signature(ret=ret, by=cast["lead"])
    chief = client_for(cast["chief"])
    digest = chief.get(at("sign", ret)).context["content_hash"]
    ret.responses.filter(action_version__code="2.1.2").update(answers={"now": "Slipped in."})
    page = chief.post(at("sign-confirm", ret), {"content_hash": digest})
    assert page.status_code == 409
    assert "Changed since you opened the page: 2.1.2." in text_of(page)
    ret.refresh_from_db()
    assert ret.state == "to_sign"


def test_lowered_answers_stand_first_and_unchanged_ones_are_folded(cast, client_for):
    ret = cast["ret"]
    signing.send_for_signature(ret=ret, by=cast["lead"])
    digest = canonical.digest(canonical.content(ret))
    signing.sign(ret=ret, statement="Yes.", content_hash=digest, by=cast["chief"])
    answered(ret, "2.1.1", by=cast["lead"], implementation="embedding")
    answered(ret, "2.2.1", by=cast["lead"], implementation="planned")
    page = client_for(cast["lead"]).get(at("sign", ret))
    groups = [(group["kind"], [change.code for change in group["changes"]]) for group in page.context["groups"]]
    assert groups == [("lowered", ["2.2.1"]), ("raised", ["2.1.1"])]
    assert [change.code for change in page.context["compared"].same] == ["2.1.2"]
    assert "no longer holds" in text_of(page)


def test_contributor_does_not_read_the_whole_return(cast, client_for):
    contributor = client_for(cast["contributor"])
    for name in ("sign", "reading", "versions"):
        assert contributor.get(at(name, cast["ret"])).status_code == 404
    cast["ret"].assignments.create(
        action_version=answer_of(cast["ret"]).action_version, person=cast["contributor"], assigned_by=cast["lead"]
    )
    for name in ("sign", "reading", "versions"):
        page = contributor.get(at(name, cast["ret"]))
        assert page.status_code == 403
        assert b"zzqtext" not in page.content


def test_another_force_meets_a_404_everywhere(cast, client_for):
    stranger = client_for(person("nvap_lead", ForceFactory(code="suffolk")))
    ret = sent(cast)
    query = queries.raise_query(response=answer_of(ret), subject="zzqsubject", text="?", by=cast["staff"])
    for name, *more in (("sign",), ("reading",), ("versions",), ("version", 1), ("return-queries",), ("amend",)):
        assert stranger.get(at(name, ret, *more)).status_code == 404
    assert stranger.get(at("reading-answer", ret, "2.1.1")).status_code == 404
    assert stranger.get(reverse("nvap:query", args=[query.reference])).status_code == 404
    assert b"zzqsubject" not in stranger.get(reverse("nvap:queries")).content


def test_staff_looking_at_a_sensitive_return_is_logged(cast, client_for):
    ret = sent(cast)
    assert client_for(cast["staff"]).get(at("reading-answer", ret, "2.1.2")).status_code == 200
    look = AuditEvent.objects.get(verb="return.look")
    assert (look.actor_id, look.target_id, look.after["action"]) == (cast["staff"].pk, str(ret.pk), "2.1.2")
    assert client_for(cast["chief"]).get(at("reading", ret)).status_code == 200
    assert AuditEvent.objects.filter(verb="return.look").count() == 1


def test_staff_code_a_gap_and_take_it_back(cast, client_for):
    ret, staff = sent(cast), client_for(cast["staff"])
    code = at("code", ret, "2.1.1")
    for _twice in range(2):
        assert staff.post(code, {"kind": "gap", "text": "No trauma training."}).status_code == 302
    gap = Gap.objects.get()
    assert (gap.identified_by, gap.text, gap.state) == ("vkpp", "No trauma training.", "open")
    assert canonical.digest(canonical.content(ret)) == ret.signed.content_hash
    assert staff.post(at("uncode-gap", ret, "2.1.1", gap.pk)).status_code == 302
    gap.refresh_from_db()
    assert gap.state == "closed"
    assert "Choose what you see." in text_of(staff.post(code, {"text": "Something."}))
    assert client_for(cast["lead"]).post(code, {"kind": "gap", "text": "Mine."}).status_code == 403


def test_query_goes_to_and_fro_in_one_thread(cast, client_for):
    ret, staff, lead = sent(cast), client_for(cast["staff"]), client_for(cast["lead"])
    values = {"subject": "Numbers", "text": "How many officers?", "assignee": cast["lead"].pk, "blocking": "on"}
    assert staff.post(at("query-raise", ret, "2.1.1"), values).status_code == 302
    query = Query.objects.get()
    page = reverse("nvap:query", args=[query.reference])
    assert "How many officers?" in text_of(lead.get(page))
    assert staff.post(at("accept", ret)).status_code == 302
    assert staff.post(at("send-back", ret)).status_code == 302
    assert lead.post(page, {"act": "answer", "text": ""}).status_code == 200
    assert lead.post(page, {"act": "answer", "text": "Forty."}).status_code == 302
    assert staff.post(page, {"act": "ask_again", "text": "Of how many?"}).status_code == 302
    assert lead.post(page, {"act": "answer", "text": "Of fifty."}).status_code == 302
    assert lead.post(page, {"act": "close", "text": ""}).status_code == 403
    assert lead.post(at("submit", ret)).status_code == 302
    assert staff.post(page, {"act": "close", "text": ""}).status_code == 302
    assert staff.post(at("accept", ret)).status_code == 302
    query.refresh_from_db()
    ret.refresh_from_db()
    assert [message.text for message in query.messages.all()] == [
        "How many officers?",
        "Forty.",
        "Of how many?",
        "Of fifty.",
    ]
    assert (query.state, ret.state, ret.sign_offs.count()) == ("closed", "accepted", 1)


def test_amendment_is_asked_for_decided_and_linked_to_its_result(cast, client_for):
    ret, staff, lead = sent(cast), client_for(cast["staff"]), client_for(cast["lead"])
    reviewing.accept(ret=ret, by=cast["staff"])
    assert lead.post(at("amend", ret), {"reason": "2.1.1 was too high."}).status_code == 302
    amendment = ret.amendments.get()
    refused = staff.post(at("amendment", ret, amendment.pk), {"approve": "yes", "reason": "Fine."})
    assert "Say whether the change is material" in text_of(refused)
    decided = {"approve": "yes", "material": "no", "reason": "Fine."}
    assert staff.post(at("amendment", ret, amendment.pk), decided).status_code == 302
    ret.refresh_from_db()
    base = ret.validated
    answered(ret, "2.1.1", by=cast["lead"], implementation="planned")
    ret.refresh_from_db()
    sent({**cast, "ret": ret})
    reviewing.accept(ret=ret, by=cast["staff"])
    amendment.refresh_from_db()
    assert (amendment.base_id, amendment.result_id) == (base.pk, ret.validated_id)
    page = lead.get(at("versions-compare", ret) + f"?from={base.number}&to={ret.validated.number}")
    assert "2.1.1 Recognition and response" in text_of(page)
    assert [group["kind"] for group in page.context["groups"]] == ["lowered"]
    assert b"zzqtext" in lead.get(at("version", ret, base.number)).content


@pytest.mark.parametrize("kind", ["nvap_not_signed", "nvap_reopened", "nvap_amendment_refused"])
def test_lead_reads_the_reason_where_the_mail_leads(cast, client_for, kind):
    ret, reason, lead = cast["ret"], "2.1.1 is too hopeful.", client_for(cast["lead"])
    if kind == "nvap_not_signed":
        signing.send_for_signature(ret=ret, by=cast["lead"])
        client_for(cast["chief"]).post(at("sign-return", ret), {"reason": reason})
    else:
        sent(cast)
    if kind == "nvap_reopened":
        client_for(cast["staff"]).post(at("reopen", ret), {"reason": reason})
    if kind == "nvap_amendment_refused":
        lead.post(at("amend", ret), {"reason": "Too high."})
        refused = {"approve": "no", "reason": reason}
        client_for(cast["staff"]).post(at("amendment", ret, ret.amendments.get().pk), refused)

    assert reason in text_of(lead.get(Notification.objects.get(kind=kind, to=cast["lead"]).link))


def test_reason_stands_until_the_return_is_signed_and_only_for_who_reads_all_of_it(cast, client_for):
    ret, reason = cast["ret"], "2.1.1 is too hopeful."
    action = answer_of(ret).action_version
    ret.assignments.create(action_version=action, person=cast["contributor"], assigned_by=cast["lead"])
    signing.send_for_signature(ret=ret, by=cast["lead"])
    signing.return_unsigned(ret=ret, reason=reason, by=cast["chief"])
    signing.send_for_signature(ret=ret, by=cast["lead"])
    pages, chief = [at("return", ret), at("sign", ret)], client_for(cast["chief"])
    words = f"{cast['chief']} returned this without signing it on {nice_date(timezone.now())}. {reason}"
    assert [words in text_of(chief.get(page)) for page in pages] == [True, True]
    assert reason not in text_of(client_for(cast["contributor"]).get(at("return", ret)))

    digest = canonical.digest(canonical.content(ret))
    signing.sign(ret=ret, statement="Yes.", content_hash=digest, by=cast["chief"])
    answered(ret, by=cast["lead"], implementation="planned")

    assert [reason in text_of(chief.get(page)) for page in pages] == [False, False]


def test_desk_shows_all_forces_filters_sorts_and_is_for_staff_only(cast, client_for):
    sent(cast)
    other = a_return(ForceFactory(code="suffolk", region="Wales"))
    staff, desk = client_for(cast["staff"]), reverse("nvap:desk")
    assert [row["force"] for row in staff.get(desk).context["rows"]] == ["Norfolk", "Suffolk"]
    assert [row["force"] for row in staff.get(desk + "?tab=to_check").context["rows"]] == ["Norfolk"]
    assert [row["force"] for row in staff.get(desk + "?region=Wales").context["rows"]] == ["Suffolk"]
    assert [row["force"] for row in staff.get(desk + "?sort=answered").context["rows"]] == ["Suffolk", "Norfolk"]
    assert [row["lateness"] for row in staff.get(desk).context["rows"]] == ["", ""]
    now = timezone.now()
    opens, due = now - dt.timedelta(days=40), now - dt.timedelta(days=3)
    type(other.round).objects.update(opens_at=opens, due_at=due)
    assert [row["lateness"] for row in staff.get(desk + "?late=1").context["rows"]] == [
        "Came 3 days late",
        "3 days late",
    ]
    other.round.extensions.create(force=other.force, until=now + dt.timedelta(days=1), reason="Fire.", by=cast["staff"])
    assert [row["force"] for row in staff.get(desk + "?late=1").context["rows"]] == ["Norfolk"]
    assert client_for(cast["lead"]).get(desk).status_code == 404


@pytest.mark.parametrize("name", ["desk", "queries", "improvements"])
def test_lists_need_the_same_queries_for_one_row_and_for_three(cast, client_for, name):
    ret, staff = sent(cast), client_for(cast["staff"])

    def row(force, target):
        queries.raise_query(response=answer_of(target), subject="Numbers", text="?", by=cast["staff"])
        improving.create(force=force, title="Get better", source="inspection", by=cast["staff"])

    row(cast["force"], ret)
    url = reverse(f"nvap:{name}") + ("?tab=open" if name == "queries" else "")
    one = count_queries(staff, url)
    for code in ("suffolk", "essex"):
        force = ForceFactory(code=code)
        other = a_return(force)
        lead, chief = person("nvap_lead", force), person("chief_officer", force)
        all_answered(other, by=lead)
        other.refresh_from_db()
        row(force, sent({"ret": other, "lead": lead, "chief": chief}))
    assert count_queries(staff, url) == one


def test_reading_needs_few_queries(cast, client_for):
    ret = sent(cast)
    assert count_queries(client_for(cast["staff"]), at("reading", ret)) <= 14
    assert count_queries(client_for(cast["lead"]), at("sign", ret)) <= 30
