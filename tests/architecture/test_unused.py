"""Nothing is kept that nobody uses: functions, classes, constants, templates and rules of style."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("vkpp", "nvap", "practice", "reviews", "analytics")
NAMED_BY_OTHERS = ("account", "allauth", "mfa", "socialaccount", "_emails")
"""Folders of templates whose names packages make, or the kind of a mail."""
PAGES = ("templates", *APPS)
READ_BY_OTHERS = {
    "vkpp/settings.py",
    "vkpp/web_server.py",
    "vkpp/urls.py",  # handlers of errors
    "vkpp/accounts/api_auth.py",  # ways to sign in, which the description of the API finds by their base class
}
"""Modules whose names Django, gunicorn and others look for."""


@pytest.fixture(scope="module")
def written():
    """Path → text of everything that may use something."""
    kinds = ("*.py", "*.html", "*.txt", "*.js", "*.json")
    folders = (*APPS, "templates", "static/src", "tests")
    found = [path for folder in folders for kind in kinds for path in (ROOT / folder).rglob(kind)]
    return {str(path.relative_to(ROOT)): path.read_text() for path in found if "node_modules" not in path.parts}


def made(text):
    """Names that a module makes for others; what a decorator registers is used by that."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def test_every_name_is_used(written):
    words = Counter(word for text in written.values() for word in re.findall(r"\w+", text))
    unused = [
        f"{path}: {name}"
        for path, text in written.items()
        if path.startswith(APPS) and path.endswith(".py") and "/migrations/" not in path and path not in READ_BY_OTHERS
        for name in made(text)
        if words[name] == 1 and not (path.endswith("apps.py") and name.endswith("Config"))
    ]

    assert unused == []


def test_every_template_is_used(written):
    everything = "\n".join(written.values())
    templates = [path.removeprefix("templates/") for path in written if path.startswith("templates/")]

    assert [
        path
        for path in templates
        if not path.startswith(NAMED_BY_OTHERS)
        and path not in everything
        and f'"{Path(path).stem}"' not in everything  # put together of a folder and a word
    ] == []


@pytest.fixture(scope="module")
def styles():
    """The sources of every style, those of single pages too."""
    folders = (ROOT / "static" / "src", *(ROOT / app for app in APPS))
    return "\n".join(path.read_text() for folder in folders for path in folder.rglob("*.*css"))


def test_every_class_of_style_is_used(written, styles):
    everything = "\n".join(text for path, text in written.items() if not path.startswith("tests/"))

    assert [
        name
        for name in sorted(set(re.findall(r"\.(app-[\w-]+)", styles)))
        if name not in everything and not ("--" in name and f"{name.rsplit('--', 1)[0]}--" in everything)
    ] == []


def test_every_class_on_a_page_has_a_style_or_is_looked_for(written, styles):
    pages = "\n".join(
        text for path, text in written.items() if path.startswith(PAGES) and path.endswith((".html", ".py"))
    )
    looked_for = "\n".join(text for path, text in written.items() if path.endswith(".js") or path.startswith("tests/"))
    about = styles + looked_for
    classes = {
        name for names in re.findall(r'class="([^"]*)"', pages) for name in re.findall(r"\bapp-[a-z][\w-]*", names)
    }

    assert [
        name
        for name in sorted(classes)
        if not name.endswith("-") and name not in about and f"{name.rsplit('--', 1)[0]}--#{{" not in styles
    ] == []
