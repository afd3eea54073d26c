"""Which force an e-mail address points to. It shows where somebody works, never who they are."""

from django.utils.translation import gettext as _

from vkpp.accounts.models import Force


def domain_of(email: str) -> str:
    """What follows the @, in lower case; an empty text when there is none."""
    return email.rpartition("@")[2].strip().lower() if "@" in email else ""


def force_for(email: str) -> Force | None:
    """The force whose e-mail domain this address has."""
    domain = domain_of(email)
    return Force.objects.filter(email_domains__contains=[domain]).first() if domain else None


def is_of(email: str, force: Force) -> bool:
    """Whether the address has one of the force's domains."""
    return domain_of(email) in force.email_domains


def unknown_domain() -> str:
    """What somebody is told whose address belongs to no force."""
    return _(
        "Use your force’s e-mail address, for example name@kent.police.uk. If you work for a national body, a university"
        " or a charity, ask VKPP for an invitation; if you have one, use the link in its mail."
    )
