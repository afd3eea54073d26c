"""The drill: back up while people write, lose everything, restore, and find every row, every file and every answer."""

import json
import shutil
import subprocess
import sys
import threading

import pytest

from tests.portal import ROOT

pytestmark = pytest.mark.processes

ANSWER = "/api/v1/returns/2026/kent/answers/2.1.1/"


class Writing(threading.Thread):
    """Somebody who saves one answer after another until told to stop; `kept` are the texts the portal acknowledged."""

    def __init__(self, portal, token):
        super().__init__()
        self.portal, self.token = portal, token
        self.over = threading.Event()
        self.kept = []

    def run(self):
        number = 0
        version = self.portal.ask("GET", ANSWER, self.token)[1]["version"]
        while not self.over.is_set():
            number += 1
            body, tag = {"answers": {"now": f"Written during the backup, {number}."}}, {"If-Match": f'"{version}"'}
            status, answer = self.portal.ask("PATCH", ANSWER, self.token, body, tag.items())
            if status == 200:
                version = answer["version"]
                self.kept.append(body["answers"]["now"])


def refused(portal, *words):
    """What a management command says when it refuses."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=portal.environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0, done.stdout
    return done.stdout + done.stderr


def said(portal):
    """Every text the answer ever had."""
    rows = portal.sql(
        "SELECT v.changes::text FROM nvap_responserevision v JOIN nvap_response a ON a.id = v.response_id"
        " JOIN nvap_return r ON r.id = a.ret_id JOIN accounts_force f ON f.id = r.force_id WHERE f.code = 'kent'"
    )
    return "".join(row[0] for row in rows)


def test_backup_under_load_is_restored_row_by_row(web):
    backups = web.folder / "backups"
    files = web.files
    (files / "practice").mkdir(parents=True, exist_ok=True)
    (files / "practice" / "drill").write_bytes(b"what somebody attached" * 1000)
    token = web.manage(
        "create_token", "nvap.lead@kent.police.uk", "--scopes", "read", "return:write", "--name", "Drill"
    ).split()[-1]
    writing = Writing(web, token)
    writing.start()
    web.wait_for(lambda: len(writing.kept) > 3, "some answers are saved")
    before = list(writing.kept)
    web.manage("backup", str(backups))
    writing.over.set()
    writing.join()
    assert len(writing.kept) > len(before)  # people could go on

    assert "not empty" in refused(web, "restore", str(backups))
    web.kill("web")
    web.manage("flush", "--no-input")
    shutil.rmtree(files)
    assert web.manage("restore", str(backups), "--replace").splitlines()[-1].startswith("Every row and file")

    assert all(text in said(web) for text in before)
    assert (files / "practice" / "drill").read_bytes() == b"what somebody attached" * 1000
    web.start("web")
    status, answer = web.ask("GET", ANSWER, token)
    assert (status, answer["answers"]["now"] in writing.kept) == (200, True)
    assert web.ask("GET", "/readyz")[0] == 200

    again = web.manage("backup", str(backups), "--keep", "1").splitlines()
    assert again[-1].endswith("is removed.")
    (newest,) = backups.iterdir()
    broken = json.loads((newest / "manifest.json").read_text())["files"]["practice/drill"]
    assert broken["size"] == 22_000
    (newest / "files" / "practice" / "drill").write_bytes(b"x" * 22_000)
    assert "files/practice/drill is not what it was" in refused(web, "restore", str(backups), "--check")
