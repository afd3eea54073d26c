"""Case reviews in every state: what the owner sent in (zzq), a sensitive one (zzx), and what every reader sees."""

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from reviews.actions import documents, screening, sending
from reviews.models import HarmType, ReviewType
from tests.factories.reviews import a_case, a_coding, a_document, a_point
from tests.security.checks import TYPED
from vkpp.core import jobs
from vkpp.core.models import Job


def add_cases(build):
    """`cr.sent`, `cr.excluded` of the owner; `cr.case`, `cr.assured`, `cr.secret` of staff; each with what hangs on it."""
    ReviewType.objects.get_or_create(code="DHR", defaults={"label": "DHR review"})
    HarmType.objects.get_or_create(code="zz-harm", defaults={"label": f"Harm {TYPED}"})
    sent = _sent(build, "zzqcasesent")
    excluded = _sent(build, "zzqcaseexcluded")
    screening.exclude(review=excluded, exclusion="other", reason=f"Zzqcasereason {TYPED}", by=build.staff)
    case = a_case("included", by=build.staff, **_texts("Included"))
    assured = a_case("assured", by=build.staff, **_texts("Assured"))
    a_point(a_coding(assured), text=f"Ask again {TYPED}", quote=f"Nobody asked {TYPED}")
    secret = a_case("included", by=build.staff, marking="official_sensitive", **_texts("zzxcasesecret"))
    hidden = a_document(
        case, pages=(f"Zzxcasepage {TYPED}",), marking="official_sensitive", name=f"zzxcase {TYPED}.pdf"
    )
    of_secret = a_document(secret, pages=(f"Zzxcasesecretpage {TYPED}",), name="zzxcasesecret.pdf")
    for document, words in ((hidden, "zzxcasefile"), (of_secret, "zzxcasesecretfile")):
        document.file.save("stored.pdf", SimpleUploadedFile("stored.pdf", _pdf(words)))
    build.things |= {
        "cr.sent": sent.reference,
        "cr.sent.document": _read(sent, "zzqcasepage", build.owner).pk,
        "cr.excluded": excluded.reference,
        "cr.case": case.reference,
        "cr.document": _read(case, "A page", build.staff).pk,
        "cr.case.secret": hidden.pk,
        "cr.assured": assured.reference,
        "cr.secret": secret.reference,
        "cr.secret.document": of_secret.pk,
    }


def _texts(marker):
    names = ("title", "partnership", "summary", "police_contact")
    return {name: f"{marker}{name.replace('_', '')} {TYPED}" for name in names}


def _sent(build, marker):
    values = {"type": "DHR", "published": "2024", **_texts(marker)}
    return sending.send(values=values, by=build.owner, although_similar=True)


def _pdf(words):
    return typst.compile(f"{words} and more words, so that it counts as a page".encode())


def _read(review, words, by):
    """A document that went through the virus check and was read by a worker."""
    upload = SimpleUploadedFile(f"{words} {TYPED.replace('/', ' ')}.pdf", _pdf(words), "application/pdf")
    document = documents.add(review=review, upload=upload, by=by)
    documents.scan({"document": document.pk})
    for job in Job.objects.filter(kind="reviews.read_document", state="waiting"):
        jobs.run(job.pk)
    document.refresh_from_db()
    assert document.text_state == "ready", document.text_note
    return document
