"""Code stays readable: small modules, functions, views and templates; and every exception says why."""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("vkpp", "nvap", "practice", "reviews", "analytics")
CODE = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))

POLICY = re.compile(
    r"""<style|<script(?![^>]*\b(?:src=|type="application/json"))|\sstyle=|javascript:"""
    r"""|\son(?:click|change|submit|load|input|error|key\w+|mouse\w+|focus|blur)="""
)
CARDS = re.compile(r"<table[^>]*app-table--cards.*?</table>", re.DOTALL)
NUMBERS = re.compile(r"<td[^>]*govuk-table__cell--numeric[^>]*>")
LINES_OF_MODULE = 400
LINES_OF_FUNCTION = 40
LINES_OF_VIEW = 25
LINES_OF_TEMPLATE = 150


def named(path):
    return str(path.relative_to(ROOT))


def functions(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            limit = LINES_OF_VIEW if [arg.arg for arg in node.args.args[:1]] == ["request"] else LINES_OF_FUNCTION
            yield node.name, node.end_lineno - start + 1, limit


def test_modules_are_small():
    assert [named(path) for path in [*CODE, *TESTS] if len(path.read_text().splitlines()) > LINES_OF_MODULE] == []


def test_functions_are_small():
    long = [
        f"{named(path)}: {name} has {lines} lines"
        for path in CODE
        for name, lines, limit in functions(path)
        if lines > limit
    ]
    assert long == []


def test_templates_are_small():
    assert [named(path) for path in TEMPLATES if len(path.read_text().splitlines()) > LINES_OF_TEMPLATE] == []


def test_numbers_in_cards_say_what_they_count():
    """On a phone a row of such a table is a card without headings: each cell names its column."""
    cards = ((path, table) for path in TEMPLATES for table in CARDS.findall(path.read_text()))
    assert [named(path) for path, table in cards for cell in NUMBERS.findall(table) if "data-label" not in cell] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_templates_keep_to_the_strict_policy(path):
    """No style, script or handler inside a page: the Content-Security-Policy would stop it."""
    text = path.read_text()

    if "_emails" not in path.parts:
        assert POLICY.findall(text) == []


def test_every_exception_to_a_rule_says_why():
    pattern = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b[^\n]*")
    bare = [
        f"{named(path)}: {found}"
        for path in chain(CODE, TESTS)
        for found in pattern.findall(path.read_text())
        if not re.match(r"#\s*(?:noqa: [A-Z0-9, ]+ - \w|type:\s*ignore\[[^\]]+\]\s+# \w)", found)
    ]
    assert bare == []


def test_nothing_is_left_for_later():
    words = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "not " + "implemented")), re.IGNORECASE)
    left = [
        f"{named(path)}: {line.strip()}"
        for path in [*CODE, *TESTS, *TEMPLATES, *(ROOT / "docs").rglob("*.md")]
        for line in path.read_text().splitlines()
        if words.search(line)
    ]
    assert left == []


def test_every_module_says_what_it_is():
    silent = [
        named(path)
        for path in CODE
        if path.read_text().strip()
        and ast.get_docstring(ast.parse(path.read_text())) is None
        and path.name not in {"apps.py", "__init__.py"}
        and "commands" not in path.parts
    ]
    assert silent == []
