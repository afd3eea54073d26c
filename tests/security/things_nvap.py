"""The running return of force A: answers, comments, evidence and a finding, each with a marker of its own."""

from django.core.files.uploadedfile import SimpleUploadedFile

from nvap.actions import answering, assigning, comments, evidence, library
from nvap.models import Finding
from tests.factories.nvap import COMPLETE, a_return, answer_of
from tests.security.checks import TYPED

CODE = "2.1.1"


def add_returns(build):
    """Action 2.1.1 is answered by the lead; contributor@A has 2.2.1 and sees nothing else; VKPP remarks inside."""
    lead, colleague = build.person("nvap_lead@A"), build.person("contributor@A")
    ret = a_return(build.forces["A"])
    texts = {code: f"Zzqreturn{code} {TYPED}" for code in ("now", "headline")}
    values = COMPLETE | texts | {"implementation": "embedded", "gap": True, "gap_text": f"Zzqreturngap {TYPED}"}
    answer = answering.save(response=answer_of(ret, CODE), values=values, version=0, by=lead)
    action = answer_of(ret, "2.2.1").action_version
    (row,) = assigning.assign(
        ret=ret, person=colleague, things=[action], note=f"Zzqreturnnote {TYPED}".replace("zzbreak", ""), by=lead
    )
    comment = comments.add(response=answer, text=f"Zzqreturncomment {TYPED}", audience="force", by=lead)
    comments.add(response=answer, text=f"Zzxreturncomment {TYPED}", audience="staff", by=build.staff)
    upload = SimpleUploadedFile(f"zzqreturnfile {TYPED.replace('/', ' ')}.txt", b"zzqreturnfilecontents")
    piece = evidence.add_file(response=answer, upload=upload, by=lead)
    library.scan({"evidence": piece.pk})
    evidence.use(evidence=piece, response=answer_of(ret, "2.1.2"), by=lead)
    evidence.unuse(evidence=piece, response=answer, by=lead)
    finding = Finding.objects.get(response=answer, rule__code="embedded_without_evidence")
    evidence.use(evidence=piece, response=answer, by=lead)
    build.things |= {
        "round": ret.round.code,
        "force.A": ret.force.code,
        "answer.version": answer_of(ret, CODE).version,
        "assignment": row.pk,
        "comment": comment.pk,
        "evidence": piece.pk,
        "finding": finding.pk,
    }
