"""A return of force A that was signed and sent, with queries, coding and an amendment, and its improvement plan."""

from nvap.actions import amending, improving, queries, reviewing, signing
from nvap.canonical import content, digest
from tests.factories.nvap import a_return, a_round, all_answered, answer_of
from tests.security.checks import TYPED


def add_signed(build):
    """The return of a round of its own: answered by the lead, signed by the chief officer, with VKPP now."""
    lead, chief = build.person("nvap_lead@A"), build.person("chief_officer@A")
    ret = a_return(build.forces["A"], round=a_round("signed-round"))
    texts = {
        "now": f"Zzqsigned {TYPED}",
        "gap_text": f"Zzqsignedgap {TYPED}",
        "practice_text": f"Zzqsignedgood {TYPED}",
    }
    all_answered(ret, by=lead, gap=True, practice=True, **texts)
    ret.refresh_from_db()
    signing.send_for_signature(ret=ret, by=lead)
    statement = signing.declaration(ret)
    signing.sign(ret=ret, statement=statement, content_hash=digest(content(ret)), by=chief)
    signing.submit(ret=ret, by=lead)
    answer = answer_of(ret)
    query = queries.raise_query(
        response=answer, subject=f"Zzqquery {TYPED}", text=f"Zzqquerytext {TYPED}", by=build.staff, assignee=lead
    )
    noted = reviewing.note_gap(response=answer, text=f"Zzqnotedgap {TYPED}", by=build.staff)
    seen = reviewing.note_practice(response=answer, text=f"Zzqnotedgood {TYPED}", by=build.staff)
    amendment = amending.ask(ret=ret, reason=f"Zzqamendment {TYPED}", by=lead)
    improvement = improving.from_gap(gap=answer_of(ret, "2.1.2").gaps.get(), by=lead)
    improving.report(improvement=improvement, text=f"Zzqprogress {TYPED}", by=lead)
    build.things |= {
        "signed.round": ret.round.code,
        "signed.query": query.reference,
        "signed.gap": noted.pk,
        "signed.practice": seen.pk,
        "signed.amendment": amendment.pk,
        "signed.hash": ret.signed.content_hash,
        "own.gap": answer.gaps.filter(identified_by="force").get().pk,
        "own.practice": answer.promising.filter(identified_by="force").get().pk,
        "improvement": improvement.reference,
        "improvement.step": improvement.steps.first().pk,
    }
