"""What the documents say of settings, commands, addresses of the API and fields of the log is what the code has."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from vkpp import env
from vkpp.core import derived_docs

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
APPS = ("vkpp", "nvap", "practice", "reviews", "analytics")
OF_THE_SHAPE = {
    "DEBUG": "shows what production must not",
    "PORT": "proxy and probe ask port 8000",
    "BIND": "the same; set in the Dockerfile",
    "MEDIA_ROOT": "the volume `files`; set in the Dockerfile",
    "STATIC_ROOT": "collected into the image; set in the Dockerfile",
    "POSTGRES_PROGRAMS": "brought by the image",
    "CLAMAV_PORT": "that of the service clamav",
    "LOCAL_DIR": "of a demo machine",
    "LOCAL_FAST": "of tests",
    "TEST_PROCESSES": "of tests",
}
"""Settings that the Docker shape decides itself, and why."""
READERS = [*(ROOT / "vkpp").glob("*.py"), *(ROOT / "vkpp" / "local").glob("*.py")]


def first_column(heading_row):
    """Code words in the first column of the table that starts with this row."""
    table = OPERATIONS.split(heading_row, 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


def settings_read():
    """Names given to the functions of vkpp/env.py."""
    for path in READERS:
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "env"
            ):
                yield node.args[0].value


def test_every_setting_is_described_once():
    described = first_column("| setting | default | what it does |")

    assert sorted(described) == sorted(set(settings_read()))


def test_every_command_of_make_is_described_once():
    described = [word.removeprefix("make ") for word in first_column("| command | what it does |")]
    makefile = (ROOT / "Makefile").read_text()

    assert described == re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)
    assert sorted(described) == sorted(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())


def test_compose_sets_only_settings_that_are_read():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())

    assert set(compose["x-portal"]["environment"]) - set(settings_read()) == set()


def test_compose_passes_on_every_setting():
    """Written in `.env` it has its effect; left out, it is empty there, which means its default."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    passed_on = services["web"]["environment"] | services["migrate"]["environment"]

    assert set(settings_read()) - set(passed_on) == set(OF_THE_SHAPE)


def test_empty_setting_means_its_default(monkeypatch):
    monkeypatch.setenv("EMPTY", "")

    assert env.text("EMPTY", "other") == "other"
    assert env.words("EMPTY", "a,b") == ["a", "b"]
    assert (env.flag("EMPTY", True), env.number("EMPTY", 7), env.choice("EMPTY", "a", ("a",))) == (True, 7, "a")
    assert (env.secret("EMPTY"), env.secrets("EMPTY"), env.table("EMPTY", ())) == ("", [], [])
    assert env.folder("EMPTY", ROOT) == ROOT


def test_every_part_of_the_api_is_listed_and_no_other_address():
    described = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())["paths"]
    listed = re.findall(r"`(/api/v1/[^`]+/)`", (ROOT / "docs" / "api.md").read_text().split("## ")[0])
    pages = {f"/api/v1/{name}/" for name in ("docs", "schema", "start", "problems")}

    assert {path.split("/")[3] for path in described} - {path.split("/")[3] for path in listed} == set()
    assert {re.sub(r"\{\w+\}", "{}", path) for path in listed} - pages <= {
        re.sub(r"\{\w+\}", "{}", path) for path in described
    }


def documents():
    return sorted(path for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text())

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_in_documents_exist(path):
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    commands = {file.stem for file in ROOT.glob("**/management/commands/*.py") if ".venv" not in file.parts}
    django = {"check", "migrate", "collectstatic", "makemigrations", "spectacular", "shell", "test"}
    text = path.read_text()

    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)) - targets == set()
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - commands - django == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "text"), list(derived_docs.pages()), ids=lambda value: value[:20])
def test_pages_made_from_code_are_up_to_date(name, text):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")

    assert written == text, f"docs/{name} is out of date. Write it again with `make docs` and commit it."


def logged():
    """Events of our own logger with their fields, and the fields that go with every line of a request, item or job."""
    for path in (file for app in APPS for file in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            names = {word.arg for word in node.keywords} - {"exc_info"}
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "log" and node.args:
                level = {"exception": "error"}.get(node.func.attr, node.func.attr)
                yield node.args[0].value, level, names
            elif node.func.attr in {"bind_contextvars", "bound_contextvars"}:
                yield "", "", names


def test_every_event_of_the_log_is_described_with_its_level():
    table = OPERATIONS.split("| event | level | means |", 1)[1].split("\n\n", 1)[0]
    described = re.findall(r"^\| `([^`]+)` \| (\w+) \|", table, re.MULTILINE)

    assert sorted(described) == sorted({(event, level) for event, level, _names in logged() if event})


def test_every_field_of_the_log_is_described_once():
    always = {"event", "timestamp", "level", "logger", "exception"}
    written = always.union(*(names for _event, _level, names in logged()))

    assert sorted(first_column("| field | what it says |")) == sorted(written)


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_no_command_migrates_by_the_way(page):
    """Compose starts `migrate` anew before every `run` of what depends on it."""
    runs = re.findall(r"docker compose run [^`\n]*", page.read_text())
    assert [run for run in runs if re.search(r" (web|worker|beat)\b", run) and "--no-deps" not in run] == []
