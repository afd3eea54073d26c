"""The people of the demonstration: role names only, one password for all, second factors with known secrets."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

from vkpp.accounts import actions
from vkpp.accounts.models import Force, User
from vkpp.accounts.roles import BY_CODE

PASSWORD = "know-share-protect"  # noqa: S105 - the demonstration's password is printed for everybody
PERIOD = 30


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the demonstration: who they are shown as, how they sign in, and their role."""

    name: str
    email: str
    role: str
    force: str = ""
    sector: str = "policing"
    organisation: str = ""


PEOPLE = (
    DemoPerson("Practice Lead, Norfolk", "practice.lead@norfolk.police.uk", "contributor", "norfolk"),
    DemoPerson("Practice Officer, Norfolk", "practice.officer@norfolk.police.uk", "contributor", "norfolk"),
    DemoPerson("NVAP Lead, Norfolk", "nvap.lead@norfolk.police.uk", "nvap_lead", "norfolk"),
    DemoPerson("Assistant Chief Constable, Norfolk", "acc@norfolk.police.uk", "chief_officer", "norfolk"),
    DemoPerson("Analyst, Norfolk", "analyst@norfolk.police.uk", "force_analyst", "norfolk"),
    DemoPerson("Practice Lead, Kent", "practice.lead@kent.police.uk", "contributor", "kent"),
    DemoPerson("NVAP Lead, Kent", "nvap.lead@kent.police.uk", "nvap_lead", "kent"),
    DemoPerson("Assistant Chief Constable, Kent", "acc@kent.police.uk", "chief_officer", "kent"),
    DemoPerson("Analyst, Kent", "analyst@kent.police.uk", "force_analyst", "kent"),
    DemoPerson("Practice Adviser 1, VKPP", "adviser1@vkpp.example", "vkpp_staff", organisation="VKPP"),
    DemoPerson("Practice Adviser 2, VKPP", "adviser2@vkpp.example", "vkpp_staff", organisation="VKPP"),
    DemoPerson("Programme Manager, VKPP", "manager@vkpp.example", "vkpp_admin", organisation="VKPP"),
    DemoPerson(
        *("Evidence Reviewer, What Works Centre", "evidence@college.example", "evidence_reviewer"),
        organisation="College of Policing",
    ),
    DemoPerson(
        *("Peer Reviewer, voluntary sector", "peer.reviewer@charity.example", "peer_reviewer"),
        sector="voluntary",
        organisation="A national charity",
    ),
    DemoPerson(
        *("Peer Reviewer, policing", "peer.policing@peers.example", "peer_reviewer"),
        organisation="A police force in another region",
    ),
    DemoPerson(
        *("Peer Reviewer, academia", "peer.academia@peers.example", "peer_reviewer"),
        sector="academia",
        organisation="A university",
    ),
    DemoPerson(
        *("Peer Reviewer, Kent", "peer.reviewer@kent.police.uk", "peer_reviewer"),
        organisation="Kent Police",
    ),
    DemoPerson(
        *("Evaluator, university", "evaluator@university.example", "evaluator"),
        sector="academia",
        organisation="A university",
    ),
    DemoPerson(
        *("National Analyst", "national.analyst@government.example", "national_analyst"),
        sector="government",
        organisation="Home Office",
    ),
)


@dataclass(frozen=True)
class SignIn:
    """What the page and the command print for one person; `code` is the one-time code of this half minute."""

    person: DemoPerson
    role: str
    place: str
    code: str
    key: str


def load(by: User | None = None) -> Iterator[str]:
    """Open the accounts that are not there yet, with their roles and second factors."""
    there = set(User.objects.values_list("email", flat=True))
    forces = {force.code: force for force in Force.objects.all()}
    missing = [person for person in PEOPLE if person.email not in there]
    for person in missing:
        user = actions.open_account(
            email=person.email,
            display_name=person.name,
            password=PASSWORD,
            by=by,
            sector=person.sector,
            organisation=person.organisation,
        )
        actions.grant(user=user, role=person.role, force=forces.get(person.force), by=by)
        if BY_CODE[person.role].second_factor:
            data = {"secret": get_adapter().encrypt(key_of(person))}
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    yield _("%(total)s people, %(added)s of them new.") % {"total": len(PEOPLE), "added": len(missing)}


def sign_ins() -> list[SignIn]:
    """Everybody's sign-in, only on a demonstration machine."""
    if not settings.DEMO:
        return []
    forces = dict(Force.objects.values_list("code", "short_name"))
    return [
        SignIn(
            person=person,
            role=str(BY_CODE[person.role].name),
            place=forces.get(person.force, "") or str(_("National")),
            code=code_now(key_of(person)) if BY_CODE[person.role].second_factor else "",
            key=key_of(person) if BY_CODE[person.role].second_factor else "",
        )
        for person in PEOPLE
    ]


def key_of(person: DemoPerson) -> str:
    """The key of the person's authenticator app: always the same, so that it can be written down once."""
    return base64.b32encode(hashlib.sha256(f"vkpp demo {person.email}".encode()).digest())[:32].decode()


def code_now(key: str, at: float | None = None) -> str:
    """The six digits an authenticator app with this key shows now (RFC 6238)."""
    step = struct.pack(">Q", int(at if at is not None else time.time()) // PERIOD)
    digest = hmac.new(base64.b32decode(key), step, hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
