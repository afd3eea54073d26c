"""Forces, people, their roles, and the tokens and invitations that let them in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from vkpp.accounts.roles import ROLES, RoleCode
from vkpp.core.fields import choice_check, together_check

NATIONAL = [role.code for role in ROLES if role.national]


def place_check(name: str) -> models.CheckConstraint:
    """A national role names no force, every other role names one."""
    nationally = Q(role__in=NATIONAL, force__isnull=True)
    return models.CheckConstraint(condition=nationally | (~Q(role__in=NATIONAL) & Q(force__isnull=False)), name=name)


class ForceKind(models.TextChoices):
    """What kind it is."""

    TERRITORIAL = "territorial", _("Territorial force of England or Wales")
    SPECIAL = "special", _("Special police force")
    OUTSIDE = "outside", _("Force outside England and Wales")


class Force(models.Model):
    """A police force. Codes are stable, names are editable; `tile_row` and `tile_col` place it on the tile map."""

    Kind = ForceKind

    code = models.SlugField(max_length=40, unique=True, help_text=_("For example avon-and-somerset."))
    name = models.CharField(max_length=120, help_text=_("For example Avon and Somerset Police."))
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind)
    ons_code = models.CharField(max_length=9, blank=True)
    region = models.CharField(max_length=40, help_text=_("Policing region; unverified in the source, so editable."))
    ons_region = models.CharField(max_length=40, blank=True)
    email_domains = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    website = models.CharField(max_length=200, blank=True)
    tile_label = models.CharField(max_length=6, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_col = models.PositiveSmallIntegerField(null=True, blank=True)
    benchmarked = models.BooleanField(default=False, help_text=_("One of the 44 that take part in benchmarking."))

    class Meta:
        ordering = ["name"]
        constraints = [
            choice_check("kind", ForceKind, "force_kind_known"),
            models.UniqueConstraint(
                fields=["tile_row", "tile_col"], name="force_tile_once", condition=Q(tile_row__isnull=False)
            ),
            together_check("tile_row", "tile_col", "force_tile_whole"),
        ]

    def __str__(self) -> str:
        return self.name


class UserSector(models.TextChoices):
    """Where the person works."""

    POLICING = "policing", _("Policing")
    ACADEMIA = "academia", _("Academia")
    VOLUNTARY = "voluntary", _("Voluntary sector")
    GOVERNMENT = "government", _("Government")


class User(AbstractBaseUser):
    """A person with an account. What they may do comes from their memberships alone."""

    Sector = UserSector

    email = models.EmailField(max_length=254, unique=True)
    display_name = models.CharField(max_length=120, help_text=_("Name and role as colleagues should see it."))
    sector = models.CharField(max_length=12, choices=Sector, default=Sector.POLICING)
    organisation = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = BaseUserManager["User"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            choice_check("sector", UserSector, "user_sector_known"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return str(self)

    @property
    def is_staff(self) -> bool:
        """There is no Django admin; nobody is its staff."""
        return False


class Membership(models.Model):
    """A role somebody holds, in a force or (force empty) nationally, from when it was granted until it was ended."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=20, choices=RoleCode)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            choice_check("role", RoleCode, "membership_role_known"),
            models.UniqueConstraint(
                fields=["user", "force", "role"],
                name="membership_once",
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
            ),
            together_check("ended_at", "ended_by", "membership_ended_by"),
            place_check("membership_place"),
            ExclusionConstraint(
                name="membership_one_force",
                expressions=[("user", RangeOperators.EQUAL), ("force", RangeOperators.NOT_EQUAL)],
                condition=Q(ended_at__isnull=True, force__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        where = self.force.short_name if self.force else _("national")
        return f"{self.get_role_display()}, {where}"


class RoleRequestState(models.TextChoices):
    """Where it stands."""

    WAITING = "waiting", _("Waiting for a decision")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Taken back")


class RoleRequest(models.Model):
    """Somebody asks for a role; the force's lead or VKPP decides."""

    State = RoleRequestState

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_requests")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, blank=True, related_name="role_requests")
    role = models.CharField(max_length=20, choices=RoleCode)
    reason = models.TextField(max_length=1000)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decision_reason = models.TextField(blank=True, max_length=1000)

    class Meta:
        constraints = [
            choice_check("role", RoleCode, "role_request_role_known"),
            choice_check("state", RoleRequestState, "role_request_state_known"),
            models.UniqueConstraint(
                fields=["user", "force", "role"],
                name="role_request_once",
                condition=Q(state="waiting"),
                nulls_distinct=False,
            ),
            together_check("decided_at", "decided_by", "role_request_decided_by"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="role_request_decided_at",
            ),
            place_check("role_request_place"),
        ]

    def __str__(self) -> str:
        return f"{self.user} asks to be {self.get_role_display()}"


class Invitation(models.Model):
    """An offer of a role to somebody by mail. The link's secret is made when the mail is sent, kept only as a hash, and
    works once. Nobody as `created_by` is the portal itself: the first administrator is invited from the command line.
    """

    email = models.EmailField(max_length=254)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    role = models.CharField(max_length=20, choices=RoleCode)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            choice_check("role", RoleCode, "invitation_role_known"),
            together_check("accepted_at", "accepted_by", "invitation_accepted_by"),
            together_check("cancelled_at", "cancelled_by", "invitation_cancelled_by"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(cancelled_at__isnull=True), name="invitation_one_end"
            ),
            models.UniqueConstraint(
                fields=["email", "force", "role"],
                name="invitation_once",
                condition=Q(accepted_at__isnull=True, cancelled_at__isnull=True),
                nulls_distinct=False,
            ),
            place_check("invitation_place"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} for {self.email}"


class TokenScope(models.TextChoices):
    """What it may do."""

    READ = "read", _("Read everything I may see")
    PRACTICE_WRITE = "practice:write", _("Write and submit practice examples")
    RETURN_WRITE = "return:write", _("Answer the force's return")
    REVIEWS_SEND = "reviews:send", _("Send case reviews in")


class Token(models.Model):
    """A key to the API: named, scoped, expiring. Only a hash is stored; never more rights than its owner has now."""

    Scope = TokenScope

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, help_text=_("Shown so that people recognise the token."))
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=TokenScope.values, scopes__len__gt=0), name="token_scopes_known"
            ),
            together_check("revoked_at", "revoked_by", "token_revoked_by"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class SignInTries(models.Model):
    """How often signing in failed lately under one key: an address of a person from one place, or one browser's.

    The key is a hash, of an address with an account or without one alike, so the table says nothing about anybody.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    until = models.DateTimeField(null=True, help_text=_("No further try before this."))

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="sign_in_tries_last")]

    def __str__(self) -> str:
        return f"{self.key[:12]}… ({self.count})"
