"""A return of force A that was signed, sent and queried, for the API; every text of it holds a marker.

Only the answer on 2.2.1 holds none: it is assigned to contributor@A, who meets nothing else of the return.
"""

from nvap.actions import assigning, checking, comments, queries, reviewing, signing
from tests.factories.nvap import a_return, a_round, answer_of, answered
from tests.security.checks import TYPED


def add_nvap_api(build):
    """`api.round`, `api.query`, and the codes of the forces."""
    lead, colleague = build.person("nvap_lead@A"), build.person("contributor@A")
    ret = a_return(build.forces["A"], round=a_round("2025"))
    a_return(build.forces["B"], round=ret.round)
    _answer(ret, lead)
    assigning.assign(ret=ret, person=colleague, things=[answer_of(ret, "2.2.1").action_version], by=lead)
    _sign(ret, lead, build.person("chief_officer@A"))
    build.things |= {"api.round": ret.round.code, "force.A": ret.force.code, "api.plan": ret.round.plan.code}
    build.things["api.query"] = _asked(ret, build.staff).reference


def _answer(ret, lead):
    for code in ("2.1.1", "2.1.2"):
        texts = {"now": f"Zzqanswernow {TYPED}", "gap": True, "gap_text": f"Zzqanswergap {TYPED}"}
        practice = {"practice": True, "practice_text": f"Zzqanswerpractice {TYPED}"}
        answer = answered(ret, code, by=lead, implementation="embedded", **texts, **practice)
        checking.explain(finding=answer.findings.get(), explanation=f"Zzqanswerexplanation {TYPED}", by=lead)
        comments.add(response=answer, text=f"Zzqanswercomment {TYPED}", by=lead)
    answered(ret, "2.2.1", by=lead)


def _sign(ret, lead, chief):
    signing.send_for_signature(ret=ret, by=lead)
    digest = ret.submissions.get().content_hash
    signing.sign(ret=ret, statement=f"Zzqanswerstatement {TYPED}", content_hash=digest, by=chief)
    signing.submit(ret=ret, by=chief)


def _asked(ret, staff):
    answer = answer_of(ret)
    comments.add(response=answer, text=f"Zzxanswercomment {TYPED}", audience="staff", by=staff)
    words = {"subject": f"Zzqanswersubject {TYPED}", "text": f"Zzqanswerquery {TYPED}"}
    query = queries.raise_query(response=answer, by=staff, **words)
    reviewing.send_back(ret=ret, by=staff)
    return query
