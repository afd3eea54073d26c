"""The list of bodies that evaluate: VKPP keeps it; a body's own people propose changes to their page."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Strand
from practice.introductions import mails, people
from practice.introductions.vocab import Availability, BodyKind, Method, ProposalState
from practice.introductions.workflow import BODY
from practice.models import BodyMember, BodyProposal, EvaluatorBody
from vkpp.accounts.models import Force, User
from vkpp.core import audit, web_addresses
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.once import earlier

LINES = {
    "name": (gettext_lazy("The name"), 160),
    "available_note": (gettext_lazy("What should people know?"), 200),
    "contact_name": (gettext_lazy("The contact"), 120),
}
ADDRESSES = ("website", "source_url")
FIELDS = (
    *("name", "kind", "about", "strands", "methods", "regions", "availability", "available_note"),
    *("contact_name", "contact_email", "website", "source_url"),
)
PROPOSED = tuple(name for name in FIELDS if name not in {"name", "kind", "source_url"})
"""What a body's own people may propose; name, kind and source stay VKPP's."""
SENTENCE = gettext_lazy("VKPP staff keep the list of evaluators.")


@transaction.atomic
def add(*, values: Mapping[str, Any], key: str = "", body_hash: str = "", by: Any) -> EvaluatorBody:
    """A new body, being prepared: nobody outside VKPP sees it until it is put on the list."""
    insist(by is None or people.manages(by), str(SENTENCE))
    known: EvaluatorBody | None = earlier(
        EvaluatorBody.objects.filter(added_by=by), key=key, body_hash=body_hash, by=by
    )
    if known is not None:
        return known
    clean = cleaned({"availability": Availability.OPEN, **{name: values.get(name, "") for name in LINES}, **values})
    try:
        with transaction.atomic():
            slug = _free_slug(clean["name"])
            body = EvaluatorBody.objects.create(slug=slug, added_by=by, key=key, body_hash=body_hash, **clean)
    except IntegrityError as error:
        raise Invalid({"name": [_("An evaluator of this name is there already.")]}) from error
    audit.record(by=by, verb="evaluator.add", target=body, after=clean)
    return body


@transaction.atomic
def change(*, body: EvaluatorBody, values: Mapping[str, Any], version: int | None = None, by: Any) -> None:
    """Change what the page says."""
    insist(people.manages(by), str(SENTENCE))
    hold_row(body)
    check_version(body, version)
    _write(body, cleaned(values), by)


@transaction.atomic
def move(*, body: EvaluatorBody, action: str, version: int | None = None, by: Any) -> None:
    """Put on the list, or take off it; introductions under way go on."""
    insist(people.manages(by), str(SENTENCE))
    hold_row(body)
    check_version(body, version)
    BODY.move(body, action, by=by, changes={"version": body.version + 1})


@transaction.atomic
def add_person(*, body: EvaluatorBody, email: str, by: Any) -> BodyMember:
    """Somebody with the role of an evaluator belongs to the body from now on."""
    insist(by is None or people.manages(by), str(SENTENCE))
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None or not people.evaluates(person):
        sentence = _("Nobody with this address has the role of an evaluator. Invite them under People first.")
        raise Invalid({"email": [sentence]})
    hold_row(person)
    held = BodyMember.objects.filter(user=person, ended_at=None).select_related("body").first()
    if held is not None and held.body_id == body.pk:
        return held
    if held is not None:
        raise Invalid({"email": [_("They belong to %(body)s. End that first.") % {"body": held.body.name}]})
    member = BodyMember.objects.create(body=body, user=person, added_by=by)
    audit.record(by=by, verb="evaluator.add_person", target=body, after={"person": person.pk})
    return member


@transaction.atomic
def end_person(*, member: BodyMember, by: Any) -> None:
    """They no longer belong to it, and see none of its introductions from now on."""
    insist(people.manages(by), str(SENTENCE))
    ended = {"ended_at": timezone.now(), "ended_by": by}
    if BodyMember.objects.filter(pk=member.pk, ended_at=None).update(**ended):
        audit.record(by=by, verb="evaluator.end_person", target=member.body, after={"person": member.user_id})


@transaction.atomic
def propose(*, body: EvaluatorBody, values: Mapping[str, Any], note: str = "", by: Any) -> BodyProposal:
    """The body's own people would like their page changed; a proposal that waits is replaced by the newer one."""
    insist(people.is_of(by, body), _("The evaluator’s own people propose changes to their page."))
    hold_row(body)
    if unknown := sorted(set(values) - set(PROPOSED)):
        raise Invalid({name: [_("VKPP changes this. Say it in the note.")] for name in unknown})
    clean = cleaned(values)
    differing = {name: value for name, value in clean.items() if value != getattr(body, name)}
    said = words(note, "note", _("The note"), limit=2000)
    if not differing and not said:
        raise Invalid({"": [_("Nothing differs from your page as it is. Change something first, or leave a note.")]})
    now = {"state": ProposalState.WITHDRAWN, "decided_at": timezone.now(), "decided_by": by}
    BodyProposal.objects.filter(body=body, state=ProposalState.OPEN).update(**now)
    proposal = BodyProposal.objects.create(body=body, values=differing, note=said, made_by=by)
    audit.record(by=by, verb="evaluator.propose", target=body, after={"proposal": proposal.pk, **differing})
    mails.proposal_made(proposal, by=by)
    return proposal


@transaction.atomic
def decide(*, proposal: BodyProposal, accept: bool, reason: str = "", by: Any) -> None:
    """Take over what a body proposed, or say why not."""
    insist(people.manages(by), str(SENTENCE))
    body = proposal.body
    hold_row(body)
    said = words(reason, "reason", _("The reason"), limit=2000)
    if not accept and not said:
        raise Invalid({"reason": [_("Say why: they read it.")]})
    state = ProposalState.ACCEPTED if accept else ProposalState.REFUSED
    values = {"state": state, "reason": said, "decided_at": timezone.now(), "decided_by": by}
    if not BodyProposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN).update(**values):
        raise Conflict(_("This was decided already, or a newer proposal replaced it."))
    for name, value in values.items():
        setattr(proposal, name, value)
    if accept and proposal.values:
        _write(body, cleaned(proposal.values), by)
    audit.record(by=by, verb="evaluator.decide", target=body, after={"proposal": proposal.pk, "state": state})
    mails.proposal_decided(proposal, by=by)


def _write(body: EvaluatorBody, clean: Mapping[str, Any], by: Any) -> None:
    changed = {name: value for name, value in clean.items() if getattr(body, name) != value}
    if not changed:
        return
    before = {name: getattr(body, name) for name in changed}
    for name, value in changed.items():
        setattr(body, name, value)
    body.version += 1
    try:
        with transaction.atomic():
            body.save(update_fields=[*changed, "version", "updated_at"])
    except IntegrityError as error:
        raise Invalid({"name": [_("An evaluator of this name is there already.")]}) from error
    audit.record(by=by, verb="evaluator.change", target=body, before=before, after=changed)


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored; every one that cannot be is named with its sentence."""
    errors: dict[str, list[str]] = {name: [_("There is no such field.")] for name in values if name not in FIELDS}
    clean: dict[str, Any] = {}
    for name, value in values.items():
        if name in errors:
            continue
        try:
            clean[name] = _clean(name, value)
        except Invalid as refusal:
            errors |= refusal.errors
    if errors:
        raise Invalid(errors)
    return clean


def _clean(name: str, value: Any) -> Any:
    if name in {"strands", "methods", "regions"}:
        return _codes(name, value)
    text = str(value or "").strip()
    if name in LINES:
        label, limit = LINES[name]
        required = _("Enter the name.") if name == "name" else ""
        return words(text, name, str(label), limit=limit, required=required, one_line=True)
    if name == "about":
        return words(text, name, _("The text"), limit=3000)
    if name in {"kind", "availability"}:
        if text not in (BodyKind.values if name == "kind" else Availability.values):
            raise Invalid({name: [_("Choose from the list.")]})
        return text
    return _address(name, text)


def _address(name: str, text: str) -> str:
    if not text:
        return ""
    if name in ADDRESSES:
        if wrong := web_addresses.fault(text):
            raise Invalid({name: [wrong]})
    elif not _is_mailbox(text):
        raise Invalid({name: [_("Enter an e-mail address of a team, for example evaluation@university.example.")]})
    limit = 400 if name in ADDRESSES else 254
    if len(text) > limit:
        raise Invalid({name: [_("The address must be %(limit)d characters or fewer.") % {"limit": limit}]})
    return text


def _is_mailbox(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _codes(name: str, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise Invalid({name: [_("Send a list.")]})
    known = {"strands": _strands, "methods": lambda: Method.values, "regions": regions}[name]()
    if unknown := sorted({str(code) for code in value} - set(known)):
        raise Invalid({name: [_("Not known: %(codes)s.") % {"codes": ", ".join(unknown)[:200]}]})
    return [code for code in known if code in value]


def _strands() -> list[str]:
    return list(Strand.objects.order_by("code").values_list("code", flat=True))


def regions() -> list[str]:
    """The policing regions, by name."""
    rows = Force.objects.exclude(region="").order_by("region")
    return list(rows.values_list("region", flat=True).distinct())


def _free_slug(name: str) -> str:
    start = slugify(name)[:70] or "evaluator"
    taken = set(EvaluatorBody.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    number, slug = 1, start
    while slug in taken or slug in RESERVED:
        number += 1
        slug = f"{start}-{number}"
    return slug


RESERVED = {"new"}
