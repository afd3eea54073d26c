"""Roles as data: what each is for, in one paragraph, and the verbs it carries. `can()` is the only question asked."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """Everything somebody may be allowed to do."""

    BANK_READ_POLICE = "bank.read_police", _("Read practice whose owner shares it with forces")
    BANK_READ_GOVERNMENT = "bank.read_government", _("Read practice whose owner lets it be discussed with government")
    PRACTICE_WRITE = "practice.write", _("Write and submit practice examples")
    PRACTICE_READ_FORCE = "practice.read_force", _("Read all practice examples of the force")
    PRACTICE_MANAGE_FORCE = "practice.manage_force", _("Decide for the force about its practice examples")
    PRACTICE_TRIAGE = "practice.triage", _("Triage practice examples")
    PRACTICE_RATE = "practice.rate", _("Rate practice examples")
    PRACTICE_MODERATE = "practice.moderate", _("Settle different ratings and release decisions")
    EVIDENCE_LINK = "evidence.link", _("Link practice to evidence")
    CALLS_MANAGE = "calls.manage", _("Open, change and close calls for practice")
    COLLECTIONS_CURATE = "collections.curate", _("Put together collections of practice")
    EVENTS_MANAGE = "events.manage", _("Arrange learning events")
    SHORTLIST_SCORE = "shortlist.score", _("Score practice for an independent evaluation")
    SHORTLIST_MANAGE = "shortlist.manage", _("Decide which practice is evaluated, and follow the evaluations")
    EVALUATORS_MANAGE = "evaluators.manage", _("Keep the list of bodies that evaluate, and introduce owners to them")
    EVALUATE = "evaluators.take_part", _("Be introduced to owners of practice who agreed to it")
    RETURN_ANSWER = "return.answer", _("Answer the parts of the force's return assigned to them")
    RETURN_READ_FORCE = "return.read_force", _("Read the force's whole return and improvement plan")
    RETURN_MANAGE_FORCE = "return.manage_force", _("Run the force's return: assign, answer, send for signature")
    RETURN_SIGN = "return.sign", _("Sign the force's return")
    RETURN_CHECK = "return.check", _("Check returns of all forces, query and accept them")
    IMPROVEMENT_MANAGE_FORCE = "improvement.manage_force", _("Decide about the force's improvement plan")
    BENCHMARKS_READ_FORCE = "benchmarks.read_force", _("See where the force stands against nation, region and peers")
    BENCHMARKS_READ_NATIONAL = "benchmarks.read_national", _("See benchmarks of all forces as they come in")
    BENCHMARKS_READ_PUBLISHED = "benchmarks.read_published", _("See published national benchmarks")
    PLANS_MANAGE = "plans.manage", _("Manage plans, forms, rounds and peer groups")
    TOOLKIT_EDIT = "toolkit.edit", _("Edit the guidance beside the plan's actions")
    REVIEWS_READ = "reviews.read", _("Read case reviews, what was learned from them, and briefings")
    REVIEWS_CODE = "reviews.code", _("Screen and code case reviews")
    TAXONOMIES_MANAGE = "taxonomies.manage", _("Manage the themes of learning")
    BRIEFINGS_WRITE = "briefings.write", _("Write, review and publish briefings")
    PEER_REVIEWS_READ_FORCE = "peer_reviews.read_force", _("Read the force's peer reviews")
    PEER_REVIEWS_MANAGE_FORCE = "peer_reviews.manage_force", _("Ask for peer reviews of the force and answer the team")
    PEER_REVIEWS_TAKE_PART = "peer_reviews.take_part", _("Be on the team of a peer review")
    PEER_REVIEWS_MANAGE = "peer_reviews.manage", _("Arrange peer reviews of all forces")
    PEER_REVIEWS_WAIVE = "peer_reviews.waive", _("Let somebody with a declared conflict of interest take part")
    REGISTER_READ = "register.read", _("Read the register of national data collections")
    REGISTER_MANAGE = "register.manage", _("Change the register of national data collections and settle overlaps")
    PEOPLE_READ_FORCE = "people.read_force", _("See who has a role in the force")
    PEOPLE_MANAGE_FORCE = "people.manage_force", _("Invite people and decide role requests in the force")
    PEOPLE_MANAGE = "people.manage", _("Invite people and decide role requests everywhere")
    API_USE = "api.use", _("Make tokens and use the API")
    AUDIT_READ = "audit.read", _("Read the audit trail")
    OPERATIONS_READ = "operations.read", _("See what is owed, failed or late in the portal's own work")
    OPERATIONS_ACT = (
        "operations.act",
        _("Retry or give up the portal's own work, announce maintenance, make it read-only"),
    )


@dataclass(frozen=True)
class Role:
    """A role: `national` ones count for every force, the others only for the membership's own force."""

    code: str
    name: str | Promise
    summary: str | Promise
    permissions: frozenset[Permission]
    national: bool = False
    second_factor: bool = False
    force_lead_may_grant: bool = False


P = Permission
_FORCE = {P.BANK_READ_POLICE, P.PRACTICE_WRITE, P.RETURN_ANSWER, P.REVIEWS_READ, P.REGISTER_READ, P.API_USE}
_STANDING = {P.RETURN_READ_FORCE, P.BENCHMARKS_READ_FORCE, P.BENCHMARKS_READ_PUBLISHED, P.REVIEWS_READ, P.REGISTER_READ}
_PEERS = {P.PEER_REVIEWS_READ_FORCE, P.PEER_REVIEWS_MANAGE_FORCE}
_COLLEGE = {P.BANK_READ_POLICE, P.BANK_READ_GOVERNMENT, P.REVIEWS_READ, P.REGISTER_READ, P.API_USE}
_STAFF = (
    _COLLEGE
    | {P.PRACTICE_READ_FORCE, P.PRACTICE_TRIAGE, P.PRACTICE_RATE, P.EVIDENCE_LINK, P.PEOPLE_READ_FORCE}
    | {P.RETURN_CHECK, P.BENCHMARKS_READ_NATIONAL, P.BENCHMARKS_READ_PUBLISHED, P.TOOLKIT_EDIT}
    | {P.REVIEWS_CODE, P.BRIEFINGS_WRITE, P.PEER_REVIEWS_MANAGE, P.PEER_REVIEWS_TAKE_PART}
    | {P.REGISTER_MANAGE, P.COLLECTIONS_CURATE, P.EVENTS_MANAGE, P.SHORTLIST_SCORE, P.EVALUATORS_MANAGE}
)

ROLES: tuple[Role, ...] = (
    Role(
        "contributor",
        _("Contributor"),
        _(
            "An officer or member of staff of a force who submits practice examples and answers the parts of the "
            "force's return assigned to them."
        ),
        frozenset(_FORCE),
        force_lead_may_grant=True,
    ),
    Role(
        "nvap_lead",
        _("NVAP lead"),
        _(
            "The force's single point of contact. Runs the force's return and improvement plan, sees all of the "
            "force's practice examples, and decides who of the force may use the portal."
        ),
        frozenset(
            _FORCE
            | _STANDING
            | {P.PRACTICE_READ_FORCE, P.PRACTICE_MANAGE_FORCE, P.PEOPLE_READ_FORCE, P.PEOPLE_MANAGE_FORCE}
            | _PEERS
            | {P.RETURN_MANAGE_FORCE, P.IMPROVEMENT_MANAGE_FORCE}
        ),
    ),
    Role(
        "chief_officer",
        _("Chief officer"),
        _("An assistant chief constable or above. Reads and signs the force's return and sees where the force stands."),
        frozenset(
            _STANDING
            | _PEERS
            | {P.BANK_READ_POLICE, P.PRACTICE_READ_FORCE, P.PEOPLE_READ_FORCE, P.API_USE}
            | {P.RETURN_SIGN, P.IMPROVEMENT_MANAGE_FORCE}
        ),
    ),
    Role(
        "force_analyst",
        _("Force analyst"),
        _("An analyst of a force who pulls data by API: the force's own and everything published nationally."),
        frozenset(_STANDING | {P.BANK_READ_POLICE, P.PRACTICE_READ_FORCE, P.API_USE}),
        force_lead_may_grant=True,
    ),
    Role(
        "vkpp_staff",
        _("VKPP staff"),
        _(
            "The national team. Triages and rates practice, checks returns, codes reviews, runs peer reviews and "
            "writes briefings."
        ),
        frozenset(_STAFF),
        national=True,
        second_factor=True,
    ),
    Role(
        "vkpp_admin",
        _("VKPP administrator"),
        _(
            "Leads the national team. Manages calls, plans, forms, rounds, the code book, people and roles, and "
            "releases decisions."
        ),
        frozenset(
            _STAFF
            | {P.PRACTICE_MODERATE, P.CALLS_MANAGE, P.PLANS_MANAGE, P.PEOPLE_MANAGE, P.AUDIT_READ}
            | {P.OPERATIONS_READ, P.OPERATIONS_ACT, P.TAXONOMIES_MANAGE, P.PEER_REVIEWS_WAIVE, P.SHORTLIST_MANAGE}
        ),
        national=True,
        second_factor=True,
    ),
    Role(
        "evidence_reviewer",
        _("Evidence reviewer"),
        _("What Works staff of the College of Policing. Links practice to evidence and gives the second rating."),
        frozenset(_COLLEGE | {P.PRACTICE_RATE, P.EVIDENCE_LINK, P.SHORTLIST_SCORE, P.BENCHMARKS_READ_PUBLISHED}),
        national=True,
        second_factor=True,
    ),
    Role(
        "peer_reviewer",
        _("Peer reviewer"),
        _(
            "A subject-matter expert from policing, academia or the voluntary sector. Sees the peer reviews they "
            "are on and the public practice bank."
        ),
        frozenset({P.PEER_REVIEWS_TAKE_PART}),
        national=True,
    ),
    Role(
        "evaluator",
        _("Evaluator"),
        _(
            "An academic or research body. Reads published practice, and what was chosen for evaluation while its "
            "owner agrees to be put in touch."
        ),
        frozenset({P.EVALUATE}),
        national=True,
    ),
    Role(
        "national_analyst",
        _("National analyst"),
        _(
            "An analyst of the NPCC, Home Office, College or HMICFRS. Reads everything published, through pages, "
            "exports and the API."
        ),
        frozenset({P.BANK_READ_GOVERNMENT, P.BENCHMARKS_READ_PUBLISHED, P.REVIEWS_READ, P.REGISTER_READ, P.API_USE}),
        national=True,
        second_factor=True,
    ),
)
BY_CODE = {role.code: role for role in ROLES}


class RoleCode(models.TextChoices):
    """The codes of ROLES, for columns and constraints."""

    CONTRIBUTOR = "contributor", _("Contributor")
    NVAP_LEAD = "nvap_lead", _("NVAP lead")
    CHIEF_OFFICER = "chief_officer", _("Chief officer")
    FORCE_ANALYST = "force_analyst", _("Force analyst")
    VKPP_STAFF = "vkpp_staff", _("VKPP staff")
    VKPP_ADMIN = "vkpp_admin", _("VKPP administrator")
    EVIDENCE_REVIEWER = "evidence_reviewer", _("Evidence reviewer")
    PEER_REVIEWER = "peer_reviewer", _("Peer reviewer")
    EVALUATOR = "evaluator", _("Evaluator")
    NATIONAL_ANALYST = "national_analyst", _("National analyst")
