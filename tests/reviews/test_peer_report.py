"""From draft to final report and after: what is frozen, what the force may say, what blocks, what goes where."""

import datetime as dt
import io

import pytest
from django.db import InternalError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from nvap.canonical import digest
from nvap.models import ImprovementAction
from practice.actions import authoring, forgetting
from practice.models import Practice
from reviews import peer_document, peer_report, peer_work
from reviews.actions import asking, factual, following_up, peer_findings, peer_reporting, report_sections
from reviews.models import FactualComment, PeerReport, Recommendation
from reviews.peer_report_compare import changes
from tests.factories.accounts import person
from tests.factories.practice import CallFactory
from tests.reviews.fieldwork import a_field, advised, drafted, ended, found, judged
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db


def ready():
    """A review in fieldwork with judgements, two findings and a recommendation."""
    field = a_field()
    judged(field)
    field.consider = found(field)
    field.promising = found(field, kind="promising", title="A second look by the next shift", text="It works.")
    field.advice = advised(field)
    return field


def mails(kind):
    return set(Notification.objects.filter(kind=kind).values_list("to", flat=True))


def test_draft_needs_every_action():
    field = a_field()
    found(field)
    asking.write(review=field.review, by=field.captain)

    with pytest.raises(Invalid, match=r"judgement or a finding on: 2\.1\.2, 2\.2\.1"):
        peer_reporting.send_draft(review=field.review, by=field.captain)
    assert PeerReport.objects.count() == 0


def test_only_the_lead_or_staff_send_the_draft_and_it_is_the_one_they_read():
    field = ready()
    asking.write(review=field.review, by=field.captain)
    read = digest(peer_report.content(field.review))
    found(field, title="Added meanwhile")

    with pytest.raises(NotAllowed, match="lead or VKPP staff"):
        peer_reporting.send_draft(review=field.review, by=field.member)
    with pytest.raises(Conflict, match="changed since you looked"):
        peer_reporting.send_draft(review=field.review, content_hash=read, by=field.captain)
    now = digest(peer_report.content(field.review))
    report = peer_reporting.send_draft(review=field.review, content_hash=now, by=field.captain)

    assert (report.number, report.kind, report.content_hash) == (1, "draft", now)
    assert field.review.state == "factual"
    assert field.review.comments_due_on == timezone.localdate() + dt.timedelta(days=14)
    assert mails("reviews_draft_sent") == {field.lead.pk, field.chief.pk}


def test_sent_report_never_changes():
    field = ready()
    report = drafted(field)

    with pytest.raises(InternalError), transaction.atomic():
        PeerReport.objects.filter(pk=report.pk).update(content={})
    with pytest.raises(InternalError), transaction.atomic():
        report.delete()


def test_report_numbers_paragraphs_leaves_out_empty_sections_and_names_no_conversation():
    field = ready()
    report_sections.begin(review=field.review, by=field.captain)
    introduction = field.review.sections.first()
    values = {"heading": "Introduction", "text": "We came in November.\n\nWe spoke with many."}
    report_sections.change(section=introduction, values=values, version=1, by=field.member)

    content = peer_report.content(field.review)
    shown = [(one["number"], one["kind"]) for one in content["paragraphs"]]

    assert shown[:4] == [("1", "heading"), ("1.1", "text"), ("1.2", "text"), ("2", "heading")]
    kinds = [one["kind"] for one in content["paragraphs"] if one["number"].startswith("2.")]
    assert kinds == ["judgement", "text", "finding", "text", "finding"]
    first = content["picture"][0]
    assert (first["level_label"], first["evidence_label"], first["consider"], first["promising"]) == (
        *("Developing", "Adequate"),
        *(1, 1),
    )
    assert content["paragraphs"][-1]["reference"] == field.advice.reference


def test_force_comments_and_open_comments_block_the_final_report():
    field = ready()
    report = drafted(field)
    comment = factual.comment(report=report, paragraph=f"f{field.consider.pk}", text="We ask twice.", by=field.chief)
    factual.done(review=field.review, by=field.lead)

    with pytest.raises(Invalid, match="Answer the factual-accuracy comment that is still open"):
        peer_reporting.finish(review=field.review, by=field.captain)
    with pytest.raises(Invalid, match="Say why the paragraph stays"):
        factual.answer(comment=comment, state="not_accepted", reply="", by=field.member)
    with pytest.raises(NotAllowed):
        factual.answer(comment=comment, state="accepted", reply="", by=field.lead)
    factual.answer(comment=comment, state="not_accepted", reply="We saw twelve cases.", by=field.member)
    peer_reporting.finish(review=field.review, by=field.captain)

    assert field.review.state == "final"
    assert mails("reviews_comments_in") == {field.captain.pk, field.staff.pk}
    assert mails("reviews_comments_answered") == {field.lead.pk, field.chief.pk}


def test_final_report_waits_for_the_force():
    field = ready()
    drafted(field)

    with pytest.raises(Invalid, match="has not said yet that it is done"):
        peer_reporting.finish(review=field.review, by=field.captain)

    field.review.comments_due_on = timezone.localdate() - dt.timedelta(days=1)
    field.review.save(update_fields=["comments_due_on"])
    peer_reporting.finish(review=field.review, by=field.captain)
    assert field.review.state == "final"


def test_accepted_comment_needs_a_new_draft_which_shows_what_changed():
    field = ready()
    first = drafted(field)
    comment = factual.comment(report=first, paragraph=f"f{field.consider.pk}", text="We ask twice.", by=field.lead)
    factual.answer(comment=comment, state="accepted", reply="", by=field.captain)
    factual.done(review=field.review, by=field.lead)

    with pytest.raises(Invalid, match="You have accepted comments"):
        peer_reporting.finish(review=field.review, by=field.captain)
    peer_reporting.redraft(review=field.review, reason="The force asks twice.", by=field.captain)
    values = {"action": field.action, "kind": "consider", "title": field.consider.title, "text": "They ask twice."}
    peer_findings.change(finding=field.consider, values=values, version=1, by=field.member)
    second = peer_reporting.send_draft(review=field.review, by=field.captain)
    with pytest.raises(Conflict, match="newer version"):
        factual.comment(report=first, paragraph=f"f{field.consider.pk}", text="Also this.", by=field.lead)

    rows = changes(first.content, second.content)
    assert [row["heading"] for row in rows] == ["1 Action 2.1.1: Recognition and response"]
    assert ("new", "They") in rows[0]["parts"]
    assert second.number == 2
    assert field.review.comments_done_at is None


def test_only_the_force_comments_on_paragraphs_that_are_there_and_takes_back_its_own():
    field = ready()
    report = drafted(field)
    place = f"f{field.consider.pk}"

    for somebody in (field.member, field.staff, field.stranger):
        with pytest.raises(NotAllowed):
            factual.comment(report=report, paragraph=place, text="Wrong.", by=somebody)
    with pytest.raises(Invalid, match="paragraph of this report"):
        factual.comment(report=report, paragraph="p999", text="Wrong.", by=field.lead)
    comment = factual.comment(report=report, paragraph=place, text="Wrong.", by=field.lead)
    factual.change(comment=comment, text="Not so.", version=1, by=field.chief)
    with pytest.raises(Conflict):
        factual.change(comment=comment, text="No.", version=1, by=field.lead)
    factual.remove(comment=comment, by=field.lead)
    with pytest.raises(Conflict, match="taken this comment back"):
        factual.answer(comment=comment, state="accepted", reply="", by=field.member)
    assert FactualComment.objects.get().text == "Not so."


def test_final_report_is_the_checked_draft_and_fills_the_improvement_plan():
    field = ready()
    draft = drafted(field)
    final = ended(field)

    assert {name: final.content[name] for name in draft.content} == draft.content
    assert final.content["assessed"] is None
    improvement = ImprovementAction.objects.get()
    assert (improvement.force, improvement.source, improvement.action) == (field.force, "peer_review", field.action)
    assert Recommendation.objects.get().improvement == improvement
    assert field.review.follow_up_on == timezone.localdate() + dt.timedelta(days=182)
    assert mails("reviews_final_sent") == {field.lead.pk, field.chief.pk}


def test_pdf_is_tagged_and_says_what_the_page_says():
    field = ready()
    report = drafted(field)

    reader = PdfReader(io.BytesIO(peer_document.made(report)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert "OFFICIAL-SENSITIVE" in text
    assert "Risk is not looked at again" in text
    assert "Draft for factual accuracy, version 1" in text
    assert field.advice.reference in text
    assert peer_document.name(report) == f"{field.review.reference}-draft-1.pdf"


def test_promising_practice_becomes_one_draft_owned_by_the_force():
    field = ready()
    CallFactory(slug="open")
    drafted(field)

    with pytest.raises(NotAllowed, match="once the final report is there"):
        peer_findings.make_draft(finding=field.promising, by=field.lead)
    ended(field)
    field.promising.review = field.review
    for somebody in (field.captain, field.staff, field.chief, field.stranger, person("contributor", field.force)):
        with pytest.raises(NotAllowed):
            peer_findings.make_draft(finding=field.promising, by=somebody)
    made = peer_findings.make_draft(finding=field.promising, by=field.lead)

    assert peer_findings.make_draft(finding=field.promising, by=field.lead) == made
    draft = Practice.objects.get()
    assert (draft.title, draft.owner, draft.force, draft.state) == (
        *("A second look by the next shift", field.lead),
        *(field.force, "draft"),
    )


def test_promising_practice_becomes_a_draft_again_when_the_first_is_gone_for_good(client_for):
    field = ready()
    CallFactory(slug="open")
    drafted(field)
    ended(field)
    field.promising.review = field.review
    first = peer_findings.make_draft(finding=field.promising, by=field.lead)
    gone = first.reference
    authoring.discard(practice=first, by=field.lead)
    forgetting.remove_drafts(Practice.objects.filter(pk=first.pk))

    page = client_for(field.lead).get(reverse("reviews:peer-report", args=[field.review.reference]))
    assert gone not in page.text
    assert "Make it an example" in page.text
    assert peer_findings.make_draft(finding=field.promising, by=field.lead).reference != gone


def test_follow_up_keeps_what_was_seen_and_closes_the_review():
    field = ready()
    drafted(field)
    ended(field)
    today = timezone.localdate()
    write = {"review": field.review, "summary": "Training has begun.", "seen": {field.advice.pk: "Half are trained."}}

    with pytest.raises(Invalid, match="Write down the follow-up first"):
        following_up.close(review=field.review, by=field.captain)
    with pytest.raises(NotAllowed):
        following_up.follow_up(**write, held_on=today, by=field.lead)
    with pytest.raises(Invalid, match="today or earlier"):
        following_up.follow_up(**write, held_on=today + dt.timedelta(days=1), by=field.captain)
    made = following_up.follow_up(**write, held_on=today, by=field.captain)
    following_up.close(review=field.review, by=field.captain)

    assert [(row["state"], row["seen"]) for row in made.seen] == [("open", "Half are trained.")]
    assert field.review.state == "followed_up"
    assert mails("reviews_followed_up") == {field.lead.pk, field.chief.pk}


def test_force_gives_feedback_once_and_may_change_it():
    field = ready()
    drafted(field)
    ended(field)
    say = {"review": field.review, "changed": "", "better": ""}

    with pytest.raises(NotAllowed):
        following_up.feedback(**say, helpful=4, by=field.member)
    with pytest.raises(Invalid, match="how helpful"):
        following_up.feedback(**say, helpful=None, by=field.lead)
    following_up.feedback(**say, helpful=3, by=field.lead)
    following_up.feedback(**say, helpful=4, by=field.lead)

    assert [row.helpful for row in field.review.feedback.all()] == [4]
    assert Notification.objects.filter(kind="reviews_peer_feedback").count() == 2


def test_calibration_is_the_forces_alone_for_two_weeks():
    field = ready()
    drafted(field)
    sees = following_up.may_see_calibration
    assert not sees(field.lead, field.review)
    ended(field)

    assert sees(field.lead, field.review)
    assert sees(field.chief, field.review)
    assert not any(sees(one, field.review) for one in (field.staff, field.captain, field.member, field.stranger))
    field.review.final_at = timezone.now() - dt.timedelta(days=14)
    assert sees(field.staff, field.review)
    assert not sees(field.captain, field.review)


def test_force_may_share_its_calibration_earlier():
    field = ready()
    drafted(field)
    ended(field)

    with pytest.raises(NotAllowed):
        following_up.share_calibration(review=field.review, by=field.staff)
    following_up.share_calibration(review=field.review, by=field.lead)

    assert following_up.may_see_calibration(field.staff, field.review)
    assert mails("reviews_calibration_shared") == {field.staff.pk}


def test_what_waits_is_told_to_who_does_it():
    field = ready()

    def waits(person):
        return [item.title for item in peer_work.everything(person)]

    asking.write(review=field.review, by=field.captain)
    assert (waits(field.captain), waits(field.lead)) == (["Write the report"], [])
    peer_reporting.send_draft(review=field.review, by=field.captain)
    assert (waits(field.captain), waits(field.chief)) == ([], ["Check the facts of the draft report"])
    factual.done(review=field.review, by=field.lead)
    assert (waits(field.lead), waits(field.member)) == ([], [])
    assert waits(field.staff) == ["The force has checked the draft: answer, and send the report"]
    peer_reporting.finish(review=field.review, by=field.captain)
    field.review.follow_up_on = timezone.localdate() + dt.timedelta(days=9)
    field.review.save(update_fields=["follow_up_on"])
    assert waits(field.captain) == ["Hold the follow-up"]
