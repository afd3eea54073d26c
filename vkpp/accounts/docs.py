"""The page docs/roles.md, made from the table of roles."""

from collections.abc import Iterator

from vkpp.accounts.roles import ROLES, Permission
from vkpp.core.derived_docs import table


def roles() -> Iterator[str]:
    """Every role with its paragraph, then who may do what."""
    yield "# Roles"
    yield ""
    yield "Made from `vkpp/accounts/roles.py` by `make docs`. A person's rights are those of all their roles; a force's"
    yield "role counts for that force's things only, a national one everywhere. Who sees and does what with a single"
    yield "thing is in the workflow tables ([workflows.md](workflows.md)) and in each app's `querysets.py`."
    yield ""
    yield from table(
        ["Code", "Name", "Who", "Where it counts", "Second factor"],
        (
            (
                f"`{role.code}`",
                role.name,
                role.summary,
                "everywhere" if role.national else "own force",
                "needed" if role.second_factor else "offered",
            )
            for role in ROLES
        ),
    )
    yield "## Who may do what"
    yield ""
    yield from table(
        ["Permission", "Meaning", "Roles"],
        (
            (
                f"`{verb.value}`",
                verb.label,
                ", ".join(str(role.name) for role in ROLES if verb in role.permissions) or "nobody yet",
            )
            for verb in Permission
        ),
    )
