"""Forces and people. `person(role, force)` is somebody who holds that role there; nobody can sign in by password yet.

norfolk = ForceFactory(code="norfolk")
lead = person("nvap_lead", norfolk)
staff = person("vkpp_staff")
"""

import datetime as dt

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone

from vkpp.accounts.models import Force, Invitation, Membership, RoleRequest, Token, User
from vkpp.accounts.roles import BY_CODE

PASSWORD = "correct-horse-battery-staple"


class ForceFactory(factory.django.DjangoModelFactory):
    """A territorial force with an e-mail domain of its own; its names follow from `code`."""

    class Meta:
        model = Force
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"shire-{n}")
    short_name = factory.LazyAttribute(lambda force: force.code.replace("-", " ").title())
    name = factory.LazyAttribute(lambda force: f"{force.short_name} Constabulary")
    kind = Force.Kind.TERRITORIAL
    region = "Eastern"
    email_domains = factory.LazyAttribute(lambda force: [f"{force.code}.police.uk"])
    benchmarked = True


class UserFactory(factory.django.DjangoModelFactory):
    """A person with an account and no role."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@portal.example")
    display_name = factory.Sequence(lambda n: f"Person {n}")
    password = "!"


class MembershipFactory(factory.django.DjangoModelFactory):
    """A role in force now."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    force = factory.SubFactory(ForceFactory)
    role = "contributor"
    granted_at = factory.LazyFunction(timezone.now)


class RoleRequestFactory(factory.django.DjangoModelFactory):
    """A request that waits for a decision."""

    class Meta:
        model = RoleRequest

    user = factory.SubFactory(UserFactory)
    force = factory.SubFactory(ForceFactory)
    role = "contributor"
    reason = "I collect our practice examples."


class InvitationFactory(factory.django.DjangoModelFactory):
    """An invitation that can still be accepted."""

    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"invited{n}@portal.example")
    force = None
    role = "evaluator"
    secret_hash = factory.Sequence(lambda n: f"{n:064x}")
    created_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=14))


class TokenFactory(factory.django.DjangoModelFactory):
    """A token that is valid for thirty days; its secret is not known to anybody."""

    class Meta:
        model = Token

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Token {n}")
    prefix = factory.Sequence(lambda n: f"vkpp_{n:07x}")
    secret_hash = factory.Sequence(lambda n: f"{n:064x}")
    scopes = ["read"]
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30))


def person(role, force=None, **fields):
    """Somebody who holds `role`: in `force` (made when a force role names none), or nationally."""
    if force is None and not BY_CODE[role].national:
        force = ForceFactory()
    user = UserFactory(**fields)
    MembershipFactory(user=user, force=force, role=role)
    return user


def able_to_sign_in(user, password=PASSWORD):
    """Give `user` a password and a verified address, as after a completed sign-up."""
    user.set_password(password)
    user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user
