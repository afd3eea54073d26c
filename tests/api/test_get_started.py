"""The pages "Get started with the API": what they show runs, as far as the tool is here, and agrees with docs/api.md."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice
from tests.tools.analysts import run_query, run_r
from vkpp.core.api.get_started import TOOLS

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
SAMPLES = {sample.file: sample for tool in TOOLS for sample in tool.samples}


@pytest.mark.django_db
def test_page_leads_to_a_page_for_each_tool(client):
    page = client.get("/api/v1/start/").content.decode()

    for tool in TOOLS:
        assert f'href="/api/v1/start/{tool.code}/"' in page
        assert client.get(f"/api/v1/start/{tool.code}/").status_code == 200
    assert client.get("/api/v1/start/fortran/").status_code == 404


@pytest.mark.django_db
def test_sample_is_shown_with_the_address_of_this_portal(client, settings):
    settings.SITE_URL = "https://portal.example"

    page = client.get("/api/v1/start/excel/").content.decode()

    assert "Portal = &quot;https://portal.example&quot;" in page
    assert "localhost" not in page


@pytest.mark.parametrize(("kind", "file"), [("python", "pull.py"), ("r", "practice.R"), ("m", "practice.m")])
def test_page_and_docs_show_the_same(kind, file):
    assert f"```{kind}\n{(SAMPLES[file].text())}```" in DOCS


@pytest.fixture
def environment(live_server):
    """Where the portal is, and a token of an analyst who may read two examples."""
    for title in ("Night patrols", "Text messages"):
        published_practice(permitted=("publish_public", "share_forces"), title=title, strands=["DA"])
    secret = program(person("force_analyst", ForceFactory())).secret
    return {**os.environ, "PORTAL": live_server.url, "TOKEN": secret}


def run(command, environment):
    """What a sample prints; it must end well."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_samples_in_python_and_curl_run(environment, tmp_path):
    told = run([sys.executable, "-c", SAMPLES["practice_pandas.py"].text()], environment)
    assert told.startswith("2 examples, the newest of ")
    assert re.search(r"^DA\s+2$", told, re.MULTILINE)

    kept = f"{SAMPLES['pull.py'].text()}\nprint(len(copy), until[:4].isdigit())"
    assert run([sys.executable, "-c", kept], environment) == "2 True\n"

    script = tmp_path / "first.sh"
    script.write_text(SAMPLES["first.sh"].text(), encoding="utf-8")
    told = run([shutil.which("bash"), "-e", str(script)], environment)
    assert '"roles":' in told
    assert '"title":"Night patrols"' in told


@pytest.mark.django_db(transaction=True)
def test_sample_in_r_runs(environment, tmp_path):
    script = SAMPLES["practice.R"].text() + 'cat(names(practice)[1], format(practice$published_at[1], "%Y"))'
    told = run_r(script, tmp_path, PORTAL=environment["PORTAL"], TOKEN=environment["TOKEN"])

    assert re.search(r"^strand\nDA *\n *2 *$", told, re.MULTILINE), told
    assert re.search(r"^reference 20\d\d$", told, re.MULTILINE), told


@pytest.mark.django_db(transaction=True)
def test_query_for_excel_and_power_bi_runs(environment, settings, monkeypatch):
    settings.SITE_URL = environment["PORTAL"]

    rows = run_query(SAMPLES["practice.m"].text(), monkeypatch, Token=environment["TOKEN"])

    assert {row["title"]: row["strands"] for row in rows} == {"Night patrols": "DA", "Text messages": "DA"}
    assert all(row["published_at"].tzinfo is not None for row in rows)
    with pytest.raises(HTTPError, match="401"):
        run_query(SAMPLES["practice.m"].text(), monkeypatch, Token="vkpp_wrong")
