"""The zip of a pack, written to a temporary file piece by piece: however much evidence there is, memory stays small."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _

from analytics.packs import names
from analytics.packs.concerns import MISSING, STALE
from nvap.models import Evidence
from vkpp.core import csv_files

PIECE = 1 << 18
MANIFEST = (
    *("file", "evidence", "title", "file_marking", "kind", "bytes", "sha256", "added", "actions", "questions"),
    *("state", "marking"),
)
ANSWERS = (
    *("question", "question_text", "relation", "action", "action_title", "asked", "answer", "round", "signed"),
    "marking",
)
CONCERNS = ("action", "action_title", "questions", "concern", "text", "marking")
Said = dict[str, Any]


def pieces(said: Said) -> list[Said]:
    """Every piece of evidence once, numbered, with the actions and questions it stands at."""
    found: dict[int, Said] = {}
    for action in said["actions"]:
        asked = _asked(said, action["code"])
        for piece in action["evidence"]:
            known = found.setdefault(piece["pk"], {**piece, "actions": [], "questions": []})
            known["actions"].append(action["code"])
            known["questions"] += [one for one in asked if one not in known["questions"]]
    for number, piece in enumerate(found.values(), start=1):
        piece["number"] = f"E{number:03}"
        if piece["kind"] == "file" and not piece["unfit"]:
            piece["path"] = names.of_evidence(number, piece["name"], piece["marking"])
    return list(found.values())


def _asked(said: Said, code: str) -> list[str]:
    """The questions that an action meets, by code, or by how they begin when they have none."""
    return [row["code"] or row["text"][:40] for row in said["questions"] if _meets(row, code)]


def _meets(question: Said, code: str) -> bool:
    return any(link["code"] == code for link in question["links"])


def add_files(pack: zipfile.ZipFile, known: Iterable[Said], alive: Callable[[str, bool], None]) -> None:
    """Copy the files; one that is gone or is not what was uploaded is left out, and its piece says so in `unfit`.

    `alive(title, finished)` is called with every bit that is copied, and once more when a file is finished.
    """
    known = list(known)
    stored = Evidence.objects.in_bulk([piece["pk"] for piece in known if piece["path"]])
    for piece in known:
        if not piece["path"]:
            continue
        evidence = stored.get(piece["pk"])
        piece["unfit"] = _gone() if evidence is None else _copied(pack, evidence, piece, alive)
        if piece["unfit"]:
            piece["path"] = ""
        alive(piece["title"], True)


def _gone() -> str:
    return _("is left out: the file is gone.")


def _copied(pack: zipfile.ZipFile, evidence: Evidence, piece: Said, alive: Callable[[str, bool], None]) -> str:
    """Put one file into the pack; why not, if it cannot be. It is read once before, so that no broken file is in it."""
    try:
        if _digest(evidence, piece, alive) != evidence.sha256:
            return _("is left out: the stored file is not what was uploaded.")
        with evidence.file.open("rb") as source, pack.open(piece["path"], "w", force_zip64=True) as target:
            for data in _read(source):
                target.write(data)
                alive(piece["title"], False)
    except OSError:
        return _gone()
    return ""


def _digest(evidence: Evidence, piece: Said, alive: Callable[[str, bool], None]) -> str:
    digest = hashlib.sha256()
    with evidence.file.open("rb") as source:
        for data in _read(source):
            digest.update(data)
            alive(piece["title"], False)
    return digest.hexdigest()


def _read(source: "IO[Any]") -> Iterator[bytes]:
    while data := source.read(PIECE):
        yield data


def settle(said: Said, known: Iterable[Said]) -> None:
    """Note in the pack itself where each file has gone, or why it is not there."""
    by_pk = {piece["pk"]: piece for piece in known}
    lost = set()
    for action in said["actions"]:
        for piece in action["evidence"]:
            now = by_pk[piece["pk"]]
            if now["unfit"] and not piece["unfit"]:
                lost.add(piece["pk"])
                _lost(said, action, f"“{piece['title']}” {now['unfit']}")
            piece.update(path=now["path"], unfit=now["unfit"], number=now["number"])
    said["files"] -= len(lost)
    said["size"] -= sum(by_pk[pk]["size"] for pk in lost)


def _lost(said: Said, action: Said, text: str) -> None:
    action[MISSING].append({"text": text, "href": "", "label": ""})
    said[MISSING] += 1
    for question in said["questions"]:
        question[MISSING] += _meets(question, action["code"])


def manifest(said: Said, known: Iterable[Said]) -> bytes:
    """Every piece of evidence with its own marking, where it is in the pack or why not."""
    rows = [
        (
            *(piece["path"] or piece["url"], piece["number"], piece["title"], piece["marking"], piece["kind"]),
            *(piece["size"] if piece["kind"] == "file" else "", piece["sha256"], piece["added"]),
            *(" ".join(piece["actions"]), " ".join(piece["questions"]), _state(piece)),
        )
        for piece in known
    ]
    return _csv(said, MANIFEST, rows)


def concerns(said: Said) -> bytes:
    """What is missing and what is stale, action by action."""
    rows = [
        (action["code"], action["title"], " ".join(_asked(said, action["code"])), kind, one["text"])
        for action in said["actions"]
        for kind in (MISSING, STALE)
        for one in action[kind]
    ]
    rows += [("", "", row["code"], MISSING, _unlinked(row)) for row in said["questions"] if not row["links"]]
    return _csv(said, CONCERNS, rows)


def _unlinked(question: Said) -> str:
    return _("No action of the plan is linked to the question “%(text)s”.") % {"text": question["text"]}


def _state(piece: Said) -> str:
    if piece["unfit"]:
        return str(piece["unfit"])
    return _("in the pack") if piece["path"] else _("a link: open it in a browser")


def answers(said: Said) -> bytes:
    """The answers as rows, question by question, to paste from."""
    by_code = {action["code"]: action for action in said["actions"]}
    rows: list[Sequence[Any]] = []
    for question in said["questions"]:
        for link in question["links"]:
            action = by_code[link["code"]]
            rows += [
                (
                    *(question["code"], question["text"], link["relation"], action["code"], action["title"]),
                    *(row["key"], row["value"], action["round"], action["sign"]["label"]),
                )
                for section in action["sections"]
                for row in section["rows"]
            ]
    return _csv(said, ANSWERS, rows)


def _csv(said: Said, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table that readers of CSV take as it is: names in the first row, the marking of the pack in the last column."""
    text = io.StringIO()
    whole = [head, *((*row, said["marking"]) for row in rows)]
    csv.writer(text).writerows([csv_files.cell(value) for value in row] for row in whole)
    return ("\ufeff" + text.getvalue()).encode()
