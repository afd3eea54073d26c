"""Examples in the description of the API: what the demonstration answers, recorded by `manage.py record_api_examples`.

An answer of the same shape serves every operation that gives this shape, so a change shows what reading shows.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from vkpp.core.api.schema import operations_of

RECORDED = Path(__file__).resolve().parents[1] / "data" / "api_examples.json"

Operation = Mapping[str, Any]


@lru_cache(maxsize=1)
def recorded() -> dict[str, Any]:
    """The recorded answers by the name of the shape they have."""
    found: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def answers(operation: Operation) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Each JSON answer of an operation that succeeds: its status, its content, and the name of its shape."""
    for status, response in operation["responses"].items():
        content = response.get("content", {}).get("application/json")
        if status.startswith("2") and content:
            yield status, content, content["schema"].get("$ref", "").rpartition("/")[2]


def add_examples(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Postprocessing: put an example beside each shape that an operation answers with."""
    for operation in operations_of(result):
        for _status, content, shape in answers(operation):
            if shape in recorded() and "examples" not in content:
                content["examples"] = {"Demonstration": {"value": recorded()[shape]}}
    return result
