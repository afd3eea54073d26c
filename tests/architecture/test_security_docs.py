"""The pages about security name every control of the standard once, and only tests and files that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "security").glob("*.md"))
ASVS = (ROOT / "docs" / "security" / "asvs.md").read_text()
STATES = ("met", "partly", "gap", "not applicable")

# Numbers of OWASP ASVS 5.0.0 by section: those of level 1, those of level 2. Level 3 stands between them.
CONTROLS = {
    "1.1": ("", "1-2"), "1.2": ("1-5", "6-9"), "1.3": ("1-2", "3-11"), "1.4": ("", "1-3"), "1.5": ("1", "2"),
    "2.1": ("1", "2-3"), "2.2": ("1-2", "3"), "2.3": ("1", "2-4"), "2.4": ("", "1"),
    "3.2": ("1-2", ""), "3.3": ("1", "2-4"), "3.4": ("1-2", "3-6"), "3.5": ("1-3", "4-5"), "3.7": ("", "1-2"),
    "4.1": ("1", "2-3"), "4.2": ("", "1"), "4.3": ("", "1-2"), "4.4": ("1", "2-4"),
    "5.1": ("", "1"), "5.2": ("1-2", "3"), "5.3": ("1-2", ""), "5.4": ("", "1-3"),
    "6.1": ("1", "2-3"), "6.2": ("1-8", "9-12"), "6.3": ("1-2", "3-4"), "6.4": ("1-2", "3-4"), "6.5": ("", "1-5"),
    "6.6": ("", "1-3"), "6.8": ("", "1-4"),
    "7.1": ("", "1-3"), "7.2": ("1-4", ""), "7.3": ("", "1-2"), "7.4": ("1-2", "3-5"), "7.5": ("", "1-2"),
    "7.6": ("", "1-2"),
    "8.1": ("1", "2"), "8.2": ("1-2", "3"), "8.3": ("1", ""), "8.4": ("", "1"),
    "9.1": ("1-3", ""), "9.2": ("1", "2-4"),
    "10.1": ("", "1-2"), "10.2": ("", "1-2"), "10.3": ("", "1-4"), "10.4": ("1-5", "6-11"), "10.5": ("", "1-5"),
    "10.6": ("", "1-2"), "10.7": ("", "1-3"),
    "11.1": ("", "1-2"), "11.2": ("", "1-3"), "11.3": ("1-2", "3"), "11.4": ("1", "2-4"), "11.5": ("", "1"),
    "11.6": ("", "1"),
    "12.1": ("1", "2-3"), "12.2": ("1-2", ""), "12.3": ("", "1-4"),
    "13.1": ("", "1"), "13.2": ("", "1-5"), "13.3": ("", "1-2"), "13.4": ("1", "2-5"),
    "14.1": ("", "1-2"), "14.2": ("1", "2-4"), "14.3": ("1", "2-3"),
    "15.1": ("1", "2-3"), "15.2": ("1", "2-3"), "15.3": ("1", "2-7"),
    "16.1": ("", "1"), "16.2": ("", "1-5"), "16.3": ("", "1-4"), "16.4": ("", "1-3"), "16.5": ("", "1-3"),
    "17.1": ("", "1"), "17.2": ("", "1-4"), "17.3": ("", "1-2"),
}  # fmt: skip


def rows():
    """Cells of every row about a control: number, level, asks, how, tests, state."""
    for line in ASVS.splitlines():
        if re.match(r"\| \d+\.\d+\.\d+ \| ", line):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def numbers():
    """(number, level) of every control, in order."""
    for section, levels in CONTROLS.items():
        for level, written in enumerate(levels, start=1):
            if written:
                first, _dash, last = written.partition("-")
                for number in range(int(first), int(last or first) + 1):
                    yield f"{section}.{number}", str(level)


def test_every_control_of_the_standard_stands_once_in_order():
    assert [(row[0], row[1]) for row in rows()] == sorted(
        numbers(), key=lambda control: [int(part) for part in control[0].split(".")]
    )
    assert (sum(level == "1" for _number, level in numbers()), len(list(numbers()))) == (70, 253)


def test_every_control_has_a_state_and_says_how():
    assert [row[0] for row in rows() if len(row) != 6 or row[5] not in STATES or not row[2] or not row[3]] == []


def test_the_counts_are_those_of_the_rows():
    for level in ("1", "2"):
        counts = [sum(row[1] == level and row[5] == state for row in rows()) for state in STATES]
        assert f"| {level} | {' | '.join(map(str, [*counts, sum(counts)]))} |" in ASVS


def test_what_is_missing_is_listed_first():
    listed = re.findall(r"^\| (\d+\.\d+\.\d+) [^|]+\| (partly|gap) \|", ASVS, re.MULTILINE)
    assert listed == [(row[0], row[5]) for row in rows() if row[5] in {"partly", "gap"}]


def functions_of(path):
    tree = ast.parse(path.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tests_that_are_named_exist(page):
    named = set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", page.read_text()))
    missing = [
        (path, name)
        for path, name in sorted(named)
        if not (ROOT / path).is_file() or (name and name not in functions_of(ROOT / path))
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_headings_that_are_named_exist(page):
    text = page.read_text()
    files = re.findall(r"`((?:vkpp|practice|nvap|reviews|analytics|templates|static|docs)/[\w/.-]+)`", text)
    assert [name for name in files if not (ROOT / name).exists()] == []
    for target, anchor in re.findall(r"\]\(([\w./-]+\.md)#([\w-]+)\)", text):
        headings = re.findall(r"^#+ (.+)$", (page.parent / target).read_text(), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}, anchor


def test_no_secret_stands_in_a_file():
    """Keys, passwords and tokens come from the environment; compose and image name them and hold none."""
    compose = (ROOT / "docker-compose.yml").read_text()
    settings = re.findall(r"^\s+([A-Z_]*(?:KEY|PASSWORD|TOKEN|SECRET)[A-Z_]*): (.+)$", compose, re.MULTILINE)
    assert len(settings) > 5
    assert [name for name, value in settings if not value.startswith("${")] == []
    key = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|\bvkpp_[A-Za-z0-9_-]{40,}")
    folders = ("vkpp", "practice", "nvap", "reviews", "analytics", "templates", "static/src", "docs", ".docker")
    kept = [
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".yml", ".html", ".json", ".js", ".yaml", ""}
    ]
    assert [str(path) for path in kept if path.is_file() and key.search(path.read_text(errors="ignore"))] == []


def test_image_leaves_source_control_out():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".env*", ".local*", "tests"} - set(ignored) == set()
