"""Norfolk's return with answers, a signature, evidence and what hangs on it, and a framework that asks about them.

world = PackWorld(); world.answer("2.1.1"); world.sign(); world.file("2.1.1", "audit.txt", b"Forty calls")
said = world.said(); archive = world.made()
"""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from analytics.actions import packing
from analytics.packs import choice, said
from nvap.actions import crosswalks, evidence, signing
from nvap.canonical import content, digest
from nvap.crosswalk_files import ItemRow, LinkRow
from nvap.models import Evidence, Framework
from tests.factories.accounts import person
from tests.factories.nvap import a_return, all_answered, answer_of, answered
from vkpp.core import jobs, outbox

QUESTIONS = (
    ("1", "How good is the force's service for victims?", (("2.1.1", "supports"), ("2.1.2", "partial"))),
    ("1.1", "The force assesses risk well", (("2.1.1", "equivalent"),)),
    ("9", "How good is the force at managing its fleet?", ()),
)


def a_framework(questions=QUESTIONS, edition="2023-25"):
    """PEEL with these questions: code, text, and links as (code of the action, relation)."""
    framework, _new = Framework.objects.get_or_create(code="peel", defaults={"name": "PEEL", "kind": "inspection"})
    rows = [
        ItemRow(edition, code, text, "", "seen", [LinkRow(action, relation, "Same.") for action, relation in links])
        for code, text, links in questions
    ]
    crosswalks.load(framework=framework, rows=rows, by=person("vkpp_admin"))
    return framework


class PackWorld:
    """One force, its lead and chief officer."""

    def __init__(self, questions=QUESTIONS):
        self.ret = a_return()
        self.force = self.ret.force
        self.lead, self.chief = person("nvap_lead", self.force), person("chief_officer", self.force)
        self.framework = a_framework(questions)

    def wanted(self, *codes):
        """The pack of these questions, or of all."""
        edition = choice.editions()[0]
        items = [item for item in choice.items_of(edition) if not codes or item.code in codes]
        return choice.Choice(self.force, edition, tuple(items))

    def answer(self, code="2.1.1", **values):
        return answered(self.ret, code, by=self.lead, **values)

    def sign(self):
        """Every action answered, and signed by the chief officer."""
        all_answered(self.ret, by=self.lead)
        self.ret.refresh_from_db()
        signing.send_for_signature(ret=self.ret, by=self.lead)
        signing.sign(
            ret=self.ret,
            statement=signing.declaration(self.ret),
            content_hash=digest(content(self.ret)),
            by=self.chief,
        )

    def file(
        self, code="2.1.1", name="audit.txt", data=b"Forty calls were listened to.", *, clean=True, marking="official"
    ):
        piece = evidence.add_file(
            response=answer_of(self.ret, code), upload=SimpleUploadedFile(name, data), by=self.lead
        )
        Evidence.objects.filter(pk=piece.pk).update(marking=marking)
        if clean:
            outbox.work()
        return piece

    def link(self, code="2.1.1", url="https://www.norfolk.police.uk/plan"):
        return evidence.add_link(response=answer_of(self.ret, code), url=url, title="The plan", by=self.lead)

    def said(self, *codes, by=None):
        return said.build(self.wanted(*codes), by or self.lead)

    def of(self, code="2.1.1", **options):
        """What a pack says of one action."""
        return next(one for one in self.said(**options)["actions"] if one["code"] == code)

    def job(self, *codes, whole=True, by=None):
        """The finished job of a pack."""
        job = packing.start(wanted=self.wanted(*codes), whole=whole, by=by or self.lead)
        jobs.run(job.pk)
        job.refresh_from_db()
        return job

    def made(self, *codes):
        """The zip of a pack: name → content."""
        with zipfile.ZipFile(io.BytesIO(self.job(*codes).file.read())) as pack:
            return {name: pack.read(name) for name in pack.namelist()}
