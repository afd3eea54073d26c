"""Everything that the routes need, built through the actions as people would.

Texts hold markers: `zzq…` must be seen by nobody outside force A (and the national team's markers by nobody outside
that), `zzt…` is for both sides of a peer review, `zzn…` for its team alone, `zzp…` is published for policing only,
`zzc…` is a contact of what is open to everybody, `zzd…` is for readers of the register of data collections.
"""

import datetime as dt

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from practice.actions import (
    attachments,
    authoring,
    bulk,
    calls,
    coauthors,
    decisions,
    evidence,
    questions,
    searches,
    sharing,
    triage,
)
from practice.actions import rating as rating_actions
from practice.filters import from_query
from practice.models import Assignment, CoAuthor, Comment, EvidenceLink, PracticeRevision, TriageCheck
from practice.vocab import Audience
from tests.factories.accounts import UserFactory
from tests.factories.assess import check_all, rate
from tests.factories.practice import CallFactory, CallQuestionFactory, content, words
from tests.security.checks import TYPED
from tests.security.things_adoptions import add_adoptions
from tests.security.things_briefings import add_briefings
from tests.security.things_cases import add_cases
from tests.security.things_coding import add_coding
from tests.security.things_collections import add_collections
from tests.security.things_contacts import add_contacts
from tests.security.things_events import add_events
from tests.security.things_fieldwork import add_fieldwork
from tests.security.things_help import add_help
from tests.security.things_introductions import add_introductions
from tests.security.things_jobs import add_jobs
from tests.security.things_learning import add_learning
from tests.security.things_measures import add_measures
from tests.security.things_nvap import add_returns
from tests.security.things_nvap_api import add_nvap_api
from tests.security.things_operations import add_operations
from tests.security.things_packs import add_packs
from tests.security.things_peer import add_peers
from tests.security.things_plans import add_plans
from tests.security.things_register import add_register
from tests.security.things_shortlist import add_shortlist
from tests.security.things_signing import add_signed
from tests.security.things_theory import add_theory_talk
from tests.security.things_waivers import add_waivers
from tests.security.things_webhooks import add_webhooks
from tests.security.things_workbook import add_workbooks
from tests.security.world import World, cast, signed_in
from vkpp.accounts import actions as accounts
from vkpp.core import outbox

TEXTS = (
    *("title", "summary", "lead_organisation", "contact_name", "aim", "intended_outcome", "description", "cost"),
    *("resources", "impact", "learning", "challenges", "evaluation"),
)


def marked(prefix, **changes):
    """Answers to every question, each text with a marker of its own; only letters, so that a search finds them."""
    texts = {name: f"{prefix}{name.replace('_', '')} as we do it {TYPED}" for name in TEXTS}
    texts |= {"theory-text-activity-1": f"{prefix}theory as we do it {TYPED}"}
    return content(**texts, contact_email=f"{prefix}contact@norfolk.police.uk", **changes)


def plain(prefix):
    """Answers without a marker, but for the contact."""
    texts = {name: f"{text} {TYPED}" for name, text in content().items() if name in TEXTS}
    texts |= {"theory-text-activity-1": f"Visits {TYPED}"}
    return content(
        **texts | {"contact_name": f"{prefix}contactname"}, contact_email=f"{prefix}contact@norfolk.police.uk"
    )


class Build:
    """Makes the things, one after the other, into `world`."""

    def __init__(self):
        words()
        self.forces, people = cast()
        self.world = World(people=people)
        self.things = self.world.things
        self.owner, self.staff, self.admin = people["owner"], people["vkpp_staff"], people["vkpp_admin"]
        self.open_call = CallFactory(slug="always-open", title=f"Always open {TYPED}", sponsors=f"A body {TYPED}")
        self.ask_in(self.open_call)
        for step in (self.calls, self.unsent, self.in_triage, self.being_rated, self.published, self.taken_back):
            step()
        self.account_things()
        self.own_things()
        add_jobs(self)
        add_returns(self)
        add_workbooks(self)
        add_nvap_api(self)
        add_signed(self)
        add_waivers(self)
        add_measures(self)
        add_webhooks(self)
        add_plans(self)
        add_packs(self)
        add_learning(self)
        add_peers(self)
        add_fieldwork(self)
        add_briefings(self)
        add_cases(self)
        add_coding(self)
        add_help(self)
        add_adoptions(self)
        add_introductions(self)
        add_collections(self)
        add_contacts(self)
        add_theory_talk(self)
        add_events(self)
        add_register(self)
        add_shortlist(self)
        outbox.work()
        self.after_the_mails()
        add_operations(self)
        self.world.mails, mail.outbox = list(mail.outbox), []
        self.world.sessions = {actor: signed_in(user) for actor, user in people.items()}

    def ask_in(self, call):
        """Questions of the call's own; their answers go into every example."""
        form, words = call.forms.get(), {"text": f"Which partners? {TYPED}", "hint": f"Name them. {TYPED}"}
        CallQuestionFactory(form=form, code="text", **words)
        leader = CallQuestionFactory(form=form, code="one", kind="one_of", options=[TYPED, "None"], **words)
        follower = {"shown_when": leader, "shown_when_answer": TYPED}
        CallQuestionFactory(form=form, code="some", kind="some_of", options=[TYPED, "None"], **words, **follower)
        self.answers = {"question-text": f"They {TYPED}", "question-one": TYPED, "question-some": [TYPED]}

    def person(self, actor):
        return self.world.people[actor]

    def example(self, name, *, call=None, values=None, permitted=()):
        """A draft of the owner with a co-author of each kind, a file and a permission or two."""
        practice = authoring.start(call=call or self.open_call, by=self.owner)
        values = values if values is not None else marked(f"zzq{name}")
        values = values | (self.answers if practice.call_id == self.open_call.pk else {})
        authoring.save(practice=practice, values=values, version=practice.version, by=self.owner)
        for actor, level in (("editor", CoAuthor.Level.EDIT), ("viewer", CoAuthor.Level.VIEW)):
            coauthors.add(practice=practice, email=self.person(actor).email, level=level, by=self.owner)
        for use in permitted:
            sharing.give(practice=practice, use=use, by=self.owner)
        self.things[name] = practice.reference
        self.things[f"{name}.pk"] = practice.pk
        return practice

    def file(self, practice, name, marker):
        upload = SimpleUploadedFile(f"{marker} {TYPED.replace('/', ' ')}.txt", f"{marker}contents of the file".encode())
        row = attachments.add(practice=practice, upload=upload, by=self.owner)
        attachments.scan({"attachment": row.pk})
        self.things[f"{name}.file"] = row.pk
        return row

    def calls(self):
        now = timezone.now()
        prepared = calls.create(
            values={
                "title": f"Zzqcall in preparation {TYPED}",
                "description": f"Zzqcalldescription {TYPED}",
                "opens_at": now + dt.timedelta(days=5),
                "closes_at": now + dt.timedelta(days=50),
            },
            slug="prepared",
            by=self.admin,
        )
        rows = [
            {"code": "one", "kind": "yes_no", "text": f"Zzqcallquestion? {TYPED}"},
            {"code": "two", "kind": "text", "text": "And then?", "shown_when": "one", "shown_when_answer": "yes"},
        ]
        questions.set_questions(call=prepared, questions=rows, by=self.admin)
        self.sealed_call = CallFactory(slug="sealed", sealed=True, closes_at=now + dt.timedelta(days=9))
        closed = CallFactory(slug="closed", closes_at=now - dt.timedelta(days=2), grace_minutes=0)
        entry = calls.add_late_entry(
            call=closed,
            email=self.owner.email,
            until=now + dt.timedelta(days=3),
            reason=f"Zzqlate reason {TYPED}",
            by=self.admin,
        )
        self.things |= {"prepared": prepared.slug, "open": "always-open", "closed": "closed", "late": entry.pk}

    def unsent(self):
        draft = self.example("draft", permitted=["publish_public"])
        self.file(draft, "draft", "zzqdraftfile")
        removed = attachments.add(
            practice=draft, upload=SimpleUploadedFile("zzqdraftgone.txt", b"zzqdraftgonecontents"), by=self.owner
        )
        attachments.scan({"attachment": removed.pk})
        attachments.remove(attachment=removed, by=self.owner)
        self.things["draft.removed"] = removed.pk
        for actor in ("viewer", "editor"):
            self.things[f"draft.{actor}"] = draft.co_authors.get(user=self.person(actor)).pk
        discarded = self.example("discarded")
        authoring.discard(practice=discarded, by=self.owner)
        sealed = self.example("sealed", call=self.sealed_call)
        self.file(sealed, "sealed", "zzqsealedfile")
        authoring.submit(practice=sealed, by=self.owner)

    def in_triage(self):
        submitted = self.example("submitted", permitted=["share_forces", "publish_public", "discuss_stakeholders"])
        self.file(submitted, "submitted", "zzqsubmittedfile")
        authoring.submit(practice=submitted, by=self.owner)
        triage.claim(practice=submitted, by=self.staff)
        concern = {"kind": "personal_data", "result": TriageCheck.Result.CONCERN, "note": f"Zzxnote of a check {TYPED}"}
        triage.check(practice=submitted, by=self.staff, **concern)
        self.talk(submitted, "submitted")
        returned = self.example("returned")
        authoring.submit(practice=returned, by=self.owner)
        triage.return_to_author(practice=returned, questions=f"Zzqreturnquestion? {TYPED}", by=self.staff)
        refused = self.example("refused")
        authoring.submit(practice=refused, by=self.owner)
        triage.not_take_forward(practice=refused, reason=f"Zzqrefusedreason {TYPED}", by=self.staff)

    def talk(self, practice, name):
        for audience in Comment.Audience:
            text = "Zzqtalk with the authors" if audience == "authors" else f"Zzx{name}comment{audience.value} inside"
            triage.comment(practice=practice, text=f"{text} {TYPED}", by=self.staff, audience=audience)

    def forward(self, name, **options):
        practice = self.example(name, **options)
        authoring.submit(practice=practice, by=self.owner)
        check_all(practice, self.staff)
        triage.take_forward(practice=practice, by=self.staff)
        return practice

    def judged(self, name, *, overall=("promising",), **options):
        """Rated by one national colleague after the other, with an interest declared by `interested`."""
        practice = self.forward(name, **options)
        link = evidence.link(
            practice=practice, kind=EvidenceLink.Kind.LOCAL, title=f"Zzx{name}evidence {TYPED}", by=self.staff
        )
        for actor, value in zip(("evidence_reviewer", "vkpp_admin"), overall, strict=False):
            rating_actions.assign(practice=practice, raters=[self.person(actor)], by=self.staff)
            row = rate(practice, self.person(actor), value)
            type(row).objects.filter(pk=row.pk).update(rationale=f"Zzx{name}rating {TYPED}")
        rating_actions.declare_conflict(
            practice=practice, reason=f"Zzx{name}interest {TYPED}", by=self.person("interested")
        )
        self.things[f"{name}.evidence"] = link.pk
        return practice

    def interest_in(self, practice, name):
        rating_actions.declare_conflict(
            practice=practice, reason=f"Zzx{name}interest {TYPED}", by=self.person("interested")
        )

    def bulk_run(self, practice):
        """Claimed by staff among many."""
        frozen = {practice.pk: bulk.freeze(practice)}
        bulk.apply(wish=bulk.Wish("claim"), frozen=frozen, key="bulk-run", by=self.staff)
        self.things["bulk"] = "bulk-run"

    def being_rated(self):
        forward = self.judged("forward")
        self.talk(forward, "forward")
        differs = self.judged("differs", overall=("promising", "new_innovative"))
        assert Assignment.objects.filter(practice=differs).count() == 2
        self.things["rater"] = self.person("evidence_reviewer").pk
        decided = self.judged("decided", permitted=["share_forces", "publish_public"])
        row = decisions.stage(
            practice=decided, rating="promising", rationale=f"Zzxdecision rationale {TYPED}", by=self.staff, audience=2
        )
        self.things["decided.decision"] = row.pk

    def publish(self, name, *, values, audience=Audience.PUBLIC, permitted=(), file=""):
        practice = self.forward(name, values=values, permitted=permitted)
        if file:
            self.file_into(practice, name, file)
        row = decisions.stage(
            practice=practice, rating="", rationale=f"Not rated. {TYPED}", by=self.staff, audience=audience
        )
        decisions.release(decisions=[row], by=self.admin)
        self.things[f"{name}.mail"] = self.mail_of(row)
        return practice

    def file_into(self, practice, name, marker):
        """A file that was there before the example was sent."""
        type(practice).objects.filter(pk=practice.pk).update(state="draft")
        self.file(practice, name, marker)
        type(practice).objects.filter(pk=practice.pk).update(state="taken_forward")
        practice.refresh_from_db()

    def mail_of(self, decision):
        from vkpp.core.models import Notification

        return Notification.objects.filter(about_id=str(decision.pk), state="staged", to=self.owner).get().pk

    def published(self):
        everything = ["share_forces", "publish_public", "discuss_stakeholders"]
        self.publish("public", values=plain("zzc"), permitted=everything, file="openfile")
        police = self.publish("police", values=marked("zzp"), permitted=["share_forces"], file="zzpfile")
        assert police.bank_entry.open_to_police
        self.publish("government", values=marked("zzg"), permitted=["discuss_stakeholders"])
        self.publish("shut", values=marked("zzqshut"))
        again = self.publish("again", values=plain("zzc") | {"title": "Door knocks"}, permitted=everything)
        authoring.revise(practice=again, by=self.owner)
        self.change(again, marked("zzqagain"))
        self.file(again, "again", "zzqagainfile")
        authoring.submit(practice=again, by=self.owner)
        check_all(again, self.staff)
        self.interest_in(again, "again")
        self.bulk_run(again)
        twice = self.publish("twice", values=marked("zzqtwice") | {"title": "Visits"}, permitted=everything)
        authoring.revise(practice=twice, by=self.owner)
        self.change(twice, plain("zzc") | {name: "" for name in TEXTS if name not in content()} | {"title": "Visits"})
        authoring.submit(practice=twice, by=self.owner)
        check_all(twice, self.staff)
        triage.republish(practice=twice, by=self.staff)

    def change(self, practice, values):
        authoring.save(
            practice=practice,
            values=values,
            version=practice.version,
            by=self.owner,
            source=PracticeRevision.Source.FORM,
        )

    def taken_back(self):
        everything = ["share_forces", "publish_public", "discuss_stakeholders"]
        withdrawn = self.publish(
            "withdrawn", values=marked("zzqwithdrawn"), permitted=everything, file="zzqwithdrawnfile"
        )
        authoring.withdraw(practice=withdrawn, by=self.owner, reason=f"Zzqwithdrawnreason {TYPED}")
        revoked = self.publish("revoked", values=marked("zzqrevoked"), permitted=everything, file="zzqrevokedfile")
        for use in everything:
            sharing.revoke(practice=revoked, use=use, by=self.owner)

    def account_things(self):
        lead, colleague = self.person("nvap_lead@A"), self.person("contributor@A")
        asked = accounts.request_role(
            user=self.person("nobody"),
            role="contributor",
            force=self.forces["A"],
            reason=f"Zzrrequest reason {TYPED}",
            by=self.person("nobody"),
        )
        invitation = accounts.invite(
            email="zzqinvited@norfolk.police.uk", role="contributor", force=self.forces["A"], by=lead
        )
        self.invitation = invitation
        leaver = UserFactory(email="zzqleaver@norfolk.police.uk", display_name="Zzqleaver, Norfolk", is_active=False)
        self.things |= {
            "request": asked.pk,
            "invitation": invitation.pk,
            "colleague": colleague.pk,
            "leaver": leaver.pk,
            "membership": colleague.memberships.get().pk,
            "own.membership": self.owner.memberships.get().pk,
        }

    def own_things(self):
        from allauth.usersessions.models import UserSession

        token, self.secret = accounts.create_token(
            owner=self.owner, name=f"Zzqtoken {TYPED}", scopes=["read", "practice:write"], days=30, by=self.owner
        )
        kept = searches.save(name=f"Zzqsearch {TYPED}", wanted=from_query("q=visits"), alert=True, by=self.owner)
        session = UserSession.objects.create(
            user=self.owner, ip="192.0.2.7", session_key="zzqsession", user_agent=f"Zzqbrowser {TYPED}"
        )
        self.things |= {"token": token.pk, "search": kept.pk, "session": session.pk}

    def after_the_mails(self):
        from vkpp.accounts.actions.invitations import new_link
        from vkpp.core.models import Notification

        self.things |= {"staff": self.staff.pk, "admin": self.admin.pk}
        self.things["secret"] = new_link(self.invitation)
        self.things["notification"] = Notification.objects.filter(to=self.owner, state="sent").latest("pk").pk


def build():
    """The whole world."""
    return Build().world
