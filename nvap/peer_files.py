"""Peer groups as CSV: one row for each force and one of its peers, by their codes."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from nvap.models import PeerSet
from vkpp.accounts.models import Force
from vkpp.core import csv_files
from vkpp.core.exceptions import Invalid

HEAD = ("force", "peer")
MOST_ROWS = 3000


def read(text: str) -> list[tuple[int, int]]:
    """The pairs (force id, id of its peer) in a file; Invalid names each wrong row."""
    forces = dict(Force.objects.filter(benchmarked=True).values_list("code", "pk"))
    pairs: dict[tuple[int, int], None] = {}
    problems: list[str] = []
    for number, row in enumerate(csv_files.read(text, HEAD), start=2):
        if number > MOST_ROWS:
            problems.append(_("The file has more than %s rows.") % MOST_ROWS)
            break
        force, peer = (row["force"] or "").strip(), (row["peer"] or "").strip()
        wrong = list(_problems(force, peer, forces))
        problems += [_("Row %(number)s: %(words)s") % {"number": number, "words": words} for words in wrong]
        if not wrong:
            pairs[forces[force], forces[peer]] = None
    if not pairs and not problems:
        problems.append(_("The file has no rows."))
    if problems:
        raise Invalid({"file": problems})
    return list(pairs)


def _problems(force: str, peer: str, forces: dict[str, int]) -> Iterator[str]:
    for code in dict.fromkeys((force, peer)):
        if code not in forces:
            yield _("there is no benchmarked force with the code “%(code)s”.") % {"code": code}
    if force == peer:
        yield _("a force is not its own peer.")


def export(peer_set: PeerSet) -> str:
    """The members as the file that loads them again."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    writer.writerows(peer_set.members.order_by("force__code", "peer__code").values_list("force__code", "peer__code"))
    return out.getvalue()
