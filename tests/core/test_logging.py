"""What a line of the log looks like, and what never stands in it."""

import io
import json
import logging
import logging.config

import pytest
import structlog

from vkpp.core.logging import configuration, mask


@pytest.fixture
def written():
    """A function that logs and returns what was written in production."""
    stream = io.StringIO()
    config = configuration(level="INFO", as_json=True)
    formatter = config["formatters"]["event"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=formatter["processors"], foreign_pre_chain=formatter["foreign_pre_chain"]
        )
    )
    logger = logging.getLogger("tests.logging")
    logger.addHandler(handler)
    logger.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)


def test_a_line_is_json_with_the_request_id(written):
    with structlog.contextvars.bound_contextvars(request_id="abc-12345"):
        structlog.get_logger("tests.logging").info("sealed", count=3)

    (line,) = written()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "sealed",
        "count": 3,
        "level": "info",
        "logger": "tests.logging",
        "request_id": "abc-12345",
    }


def test_a_line_of_a_library_looks_the_same(written):
    logging.getLogger("tests.logging").warning("took %s tries", 2)

    (line,) = written()
    assert (line["event"], line["level"], line["logger"]) == ("took 2 tries", "warning", "tests.logging")


def test_an_exception_is_told_without_addresses(written):
    try:
        raise ValueError("Key (email)=(officer.o'neil@kent.police.uk) already exists")
    except ValueError:
        logging.getLogger("tests.logging").exception("Failed for %s", "officer@kent.police.uk")

    (line,) = written()
    assert line["event"] == "Failed for (address)"
    assert "Key (email)=((address)) already exists" in line["exception"]
    assert "kent" not in json.dumps(line)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("GET /search/?q=jane+doe&page=2 failed", "GET /search/?… failed"),
        ("mail to <a.b+c@x.police.uk>", "mail to <(address)>"),
        ("Is it so? Yes", "Is it so? Yes"),
        ("one @ two", "one @ two"),
    ],
)
def test_addresses_and_queries_are_masked(said, masked):
    assert mask(None, "info", {"event": said, "n": 1}) == {"event": masked, "n": 1}
