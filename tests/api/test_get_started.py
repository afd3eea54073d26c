"""The pages "Get started with the API": what they show runs, as far as the tool is here, and agrees with docs/api.md."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice
from vkpp.core.api.get_started import TOOLS, Sample

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ADDRESS = re.compile(r'"(?:api/v1/|/api/v1/)?(practices/[^"]*)"')
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


@pytest.mark.parametrize(("kind", "file"), [("python", "pull.py"), ("r", "practice.R"), ("m", "excel.m")])
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


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["practice.R", "excel.m", "powerbi.m"])
def test_sample_of_a_tool_that_is_not_here_asks_for_what_exists(file):
    text = Sample("", file).text()
    if file.endswith(".R"):
        path, query = "practices/", dict(re.findall(r'(page_size|fields) = "?([\w,]*\w)', text))
        assert set(query) == {"page_size", "fields"}
    else:
        (path,), query = ADDRESS.findall(text), {}
        assert all(f"[{name}]" in text for name in ("results", "next"))

    answer = program().get(path, query)

    assert answer.status_code == 200, answer.content
    assert text.count("(") == text.count(")")
    assert text.count("[") == text.count("]")
