"""Reference data of this app: the forces."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from vkpp.accounts import actions
from vkpp.accounts.models import Force


def load() -> Iterator[str]:
    """Forces that are not there yet."""
    added = actions.load_forces()
    yield _("%(total)s forces, %(added)s of them new.") % {"total": Force.objects.count(), "added": added}
