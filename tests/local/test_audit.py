"""`make audit`, against a stand-in for the public databases: uv and npm really ask it, with the pins of this tree."""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from vkpp.local import audit

WEAK = {
    "id": "GHSA-made-up",
    "summary": "Made up for a test",
    "modified": "2026-01-01T00:00:00Z",
    "published": "2026-01-01T00:00:00Z",
    "affected": [{"package": {"name": "celery", "ecosystem": "PyPI"}, "versions": []}],
}
OF_NPM = {"id": 1, "url": "", "title": "Made up", "severity": "high", "vulnerable_versions": ">0", "cwe": []}


PINNED = json.loads((audit.ROOT / "package-lock.json").read_text())["packages"]["node_modules/htmx.org"]["version"]
PACKAGE = {"name": "htmx.org", "versions": {PINNED: {"name": "htmx.org", "version": PINNED}}}


class Database(BaseHTTPRequestHandler):
    """Answers as OSV and npm do; `weak` are the packages of which it knows a weakness, `asked` what it was asked."""

    weak = frozenset()
    asked = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        question = json.loads(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
        self.asked.append(question)
        if self.path.endswith("/querybatch"):
            names = [query["package"]["name"] for query in question["queries"]]
            hit = {"vulns": [{"id": WEAK["id"], "modified": WEAK["modified"]}]}
            self.tell({"results": [hit if name in self.weak else {} for name in names]})
        else:
            self.tell({name: [OF_NPM] for name in self.weak & set(question)})

    def do_GET(self):
        self.tell(WEAK if "/vulns/" in self.path else PACKAGE)

    def tell(self, answer):
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words):
        """Nothing."""


@pytest.fixture
def address(monkeypatch, tmp_path):
    """Where the stand-in listens; npm asks it instead of its registry."""
    Database.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Database)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(audit, "REGISTRY", {"npm_config_registry": url})
    monkeypatch.setenv("npm_config_cache", str(tmp_path))
    yield url
    server.shutdown()
    server.server_close()


def test_every_pinned_package_is_asked_about(address, capfd):
    assert audit.main(["--service-url", address]) == 0

    queries = next(question["queries"] for question in Database.asked if "queries" in question)
    pinned = {pin.partition("==")[0].partition("[")[0] for pin in audit.PIN.findall(audit.REQUIREMENTS.read_text())}
    assert {query["package"]["name"] for query in queries} == pinned - {"pip", "setuptools"}
    assert any("htmx.org" in question for question in Database.asked)
    assert any("webr" in question for question in Database.asked)
    assert "No package has a known weakness." in capfd.readouterr().out


@pytest.mark.parametrize("name", ["celery", "htmx.org"])
def test_a_known_weakness_is_named(address, monkeypatch, capfd, name):
    monkeypatch.setattr(Database, "weak", frozenset({name}))

    assert audit.main(["--service-url", address]) == 1

    said = capfd.readouterr().out
    assert name in said
    assert "Some packages have known weaknesses" in said


def test_a_database_that_is_away_is_no_good_news(address, monkeypatch, capfd):
    monkeypatch.setattr(
        audit, "REGISTRY", {"npm_config_registry": "http://127.0.0.1:9", "npm_config_fetch_retries": "0"}
    )

    assert audit.main(["--service-url", address]) == 2
    assert "Not all packages could be asked about" in capfd.readouterr().out
