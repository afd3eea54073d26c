"""A pack as tagged PDF (PDF/UA-1), from the same values that its page shows."""

from pathlib import Path
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.packs.concerns import MISSING, STALE
from vkpp.core import pdf

TEMPLATE = Path(__file__).parent / "pack.typ"
Said = dict[str, Any]


def made(said: Said, *, whole: bool) -> bytes:
    """The document; `whole`: it lies in a zip beside the files of evidence."""
    return pdf.made(TEMPLATE, pack={**said, "words": _words(), "stats": stats(said), "whole": whole})


def stats(said: Said) -> list[dict[str, str]]:
    """The few numbers at the top."""
    total = len(said["actions"])
    of = _("of %(total)s linked to the questions") % {"total": total}
    links = ngettext("and %(n)s link", "and %(n)s links", said["links"]) % {"n": said["links"]}
    return [
        _stat(_("Questions"), len(said["questions"]), _unlinked(said["unlinked"])),
        _stat(_("Actions answered"), said["answered"], of),
        _stat(_("Signed as they read"), said["signed"], of),
        _stat(_("Files of evidence"), said["files"], f"{filesizeformat(said['size'])}, {links}"),
        _stat(_("Missing"), said[MISSING], _("to put right")),
        _stat(_("Stale"), said[STALE], _("to look at again")),
    ]


def _stat(label: str, value: int, note: str) -> dict[str, str]:
    return {"label": label, "value": f"{value:,}", "note": note}


def _unlinked(count: int) -> str:
    if not count:
        return _("all linked to actions")
    return ngettext("%(n)s without an action", "%(n)s without an action", count) % {"n": count}


def _words() -> dict[str, str]:
    """Headings and labels."""
    return {
        "overview": _("What is in it"),
        "question": _("Question"),
        "actions": _("Actions"),
        "answered": _("Answered"),
        "signed": _("Signed"),
        "evidence": _("Evidence"),
        "missing": _("Missing"),
        "stale": _("Stale"),
        "sample": _("Sample"),
        "none": _("No action of the plan is linked to this question."),
        "above": _("The answer stands under an earlier question:"),
        "no_answer": _("There is no answer."),
        "gaps": _("Gaps named"),
        "practice": _("Published practice of the force"),
        "improvements": _("Improvement actions"),
        "measures": _("Measures"),
        "not_reviewed": _("nobody has reviewed this link yet"),
        "links": _("Files are in the folder evidence under their number; links are given as they are."),
        "kept": _("The files themselves are kept in the portal."),
        "file": _("File"),
        "page": _("Page"),
        "no_evidence": _("None stands beside the answer."),
        "about": _("About this pack"),
        "about_text": _(
            "It holds what the force has answered in the National Vulnerability Action Plan benchmarking, under the "
            "questions of another framework: a link says that an action asks the same, supports the answer or covers "
            "a part. An answer counts as signed when it reads as a chief officer signed it. It is stale when it was "
            "not looked at for a year or comes from an earlier round, and so is evidence that is past its day."
        ),
    }
