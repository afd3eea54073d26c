"""Reading settings from the environment: typed, with a default, and refused in a sentence when they make no sense."""

import json
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """A plain string, stripped of surrounding white space; an empty one stands for the default, as with every kind."""
    return os.environ.get(name, "").strip() or default


def secret(name: str) -> str:
    """A secret: the variable itself, or the content of the file that `NAME_FILE` names, as secret stores mount them."""
    given, path = text(name), text(f"{name}_FILE")
    if not path:
        return given
    if given:
        raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set. Keep one of them.")
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"The file that {name}_FILE names cannot be read. Check path and rights.") from error


def secrets(name: str) -> list[str]:
    """Several secrets with commas between them, from the variable or from the file that `NAME_FILE` names."""
    return [part.strip() for part in secret(name).split(",") if part.strip()]


def flag(name: str, default: bool) -> bool:
    """A yes/no setting, written `true` or `false`."""
    raw = os.environ.get(name, "").strip()
    if raw == "":
        return default
    if raw.lower() in {"true", "1"}:
        return True
    if raw.lower() in {"false", "0"}:
        return False
    raise ImproperlyConfigured(f"Unexpected value {name}={raw}, use 'true' or 'false'.")


def number(name: str, default: int, *, minimum: int = 0) -> int:
    """A whole number, not below `minimum`."""
    raw = os.environ.get(name, "").strip()
    if raw == "":
        return default
    if not raw.isdigit() or int(raw) < minimum:
        raise ImproperlyConfigured(f"Unexpected value {name}={raw}, use a whole number of at least {minimum}.")
    return int(raw)


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the values `allowed`."""
    raw = os.environ.get(name, "").strip() or default
    if raw not in allowed:
        raise ImproperlyConfigured(f"Unexpected value {name}={raw}, use one of: {', '.join(allowed)}.")
    return raw


def folder(name: str, default: Path) -> Path:
    """A folder's path; it need not exist yet."""
    raw = os.environ.get(name, "").strip()
    return Path(raw).expanduser().resolve() if raw else default


def table(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """A JSON list of objects, each with exactly the text values `columns`; or the path of a file that holds one."""
    raw = os.environ.get(name, "").strip() or "[]"
    if not raw.startswith("["):
        path = Path(raw).expanduser()
        if not path.is_file():
            raise ImproperlyConfigured(f"Unexpected value of {name}, use a JSON list or the path of a file with one.")
        raw = path.read_text(encoding="utf-8")
    try:
        rows = json.loads(raw)
    except ValueError:
        rows = None
    whole = isinstance(rows, list) and all(
        isinstance(row, dict) and set(row) == set(columns) and all(isinstance(value, str) for value in row.values())
        for row in rows
    )
    if not whole:
        raise ImproperlyConfigured(
            f"Unexpected value of {name}, use a JSON list of objects with the text values {', '.join(columns)}."
        )
    return list(rows)
