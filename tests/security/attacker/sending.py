"""Sending a form as somebody else."""

import pytest

WRITTEN = "Written by a stranger"


def body_of(form, /, **changed):
    """What the form sends: every value that its fields offer, and a text of our own where somebody types."""
    body = {}
    for name, value in form.values:
        body.setdefault(name, []).append(WRITTEN if name in form.typed else value)
    return {name: values if len(values) > 1 else values[0] for name, values in body.items()} | changed


def insist_on_none(findings):
    """Fail with the findings one below the other, if there are any."""
    if found := [str(one) for one in findings if one]:
        pytest.fail("\n".join([f"{len(found)} findings:", *found]), pytrace=False)
