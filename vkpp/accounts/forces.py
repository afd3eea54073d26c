"""All forces, as lists and labels need them: there are few, they hardly change, and every page names some."""

from vkpp.accounts.models import Force
from vkpp.core import remembered


@remembered.for_seconds(20)
def listed() -> list[Force]:
    """Every force, by name. Only to be read."""
    return list(Force.objects.order_by("name"))


def coded(code: str) -> Force | None:
    """The force with this code."""
    return next((force for force in listed() if force.code == code), None)
