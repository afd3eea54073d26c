"""Dashboards, alarms and the table of measurements name what `/metrics` tells, and nothing else."""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import CollectorRegistry

from vkpp.core import metrics

ROOT = Path(__file__).resolve().parents[2]
BOARDS = ROOT / "docs" / "dashboards"
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text()
NAME = re.compile(r"\bportal_[a-z_]+")


@pytest.fixture
def told(client, db):
    """Names of all measurements, as they are asked for: of a counter or histogram every series."""
    client.get("/help/")
    text = client.get("/metrics").content.decode()
    return set(re.findall(r"^# TYPE (portal_\w+)", text, re.MULTILINE)) | set(
        re.findall(r"^(portal_\w+)", text, re.MULTILINE)
    )


def documented():
    table = (
        (ROOT / "docs" / "operations.md").read_text().split("| measurement | what it tells |", 1)[1].split("\n\n", 1)[0]
    )
    return re.findall(r"^\| `(portal_\w+)", table, re.MULTILINE)


def test_the_dashboard_shows_what_is_measured(told):
    board = json.loads((BOARDS / "portal.json").read_text())
    asked = {
        name
        for panel in board["panels"]
        for target in panel.get("targets", ())
        for name in NAME.findall(target["expr"])
    }

    assert asked - told == set()
    assert len(asked) > 15


def test_every_alarm_asks_for_what_is_measured_and_leads_into_the_runbook(told):
    groups = yaml.safe_load((BOARDS / "alerts.yml").read_text())["groups"]
    rules = [rule for group in groups for rule in group["rules"]]

    assert {name for rule in rules for name in NAME.findall(rule["expr"])} - told == set()
    assert len({rule["alert"] for rule in rules}) == len(rules)
    found = re.findall(r"^\| `(Portal\w+)` \|.*\(#([a-z-]+)\) \|$", RUNBOOK, re.MULTILINE)
    assert {rule["alert"]: rule["annotations"]["runbook"] for rule in rules} == {
        alarm: f"docs/runbook.md#{section}" for alarm, section in found
    }
    assert {rule["alert"] for rule in rules if not rule["annotations"]["summary"]} == set()


def test_every_measurement_is_described_once(told):
    bases = {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in told} - {"portal"}
    bases = {name for name in bases if f"{name}_total" not in bases}

    assert sorted(documented()) == sorted(bases)


def test_measurements_are_read_in_a_few_questions(client, db, django_assert_max_num_queries):
    registry = CollectorRegistry()
    with django_assert_max_num_queries(25):
        for collector in metrics._collectors:
            registry.register(collector)


def test_the_runbook_has_a_section_for_every_alarm_and_no_other():
    groups = yaml.safe_load((BOARDS / "alerts.yml").read_text())["groups"]
    runbook = (ROOT / "docs" / "runbook.md").read_text()
    rows = re.findall(r"^\| `(Portal\w+)` \| .+ \| \[([^]]+)\]\(#([a-z-]+)\) \|$", runbook, re.MULTILINE)
    headings = re.findall(r"^## (.+)$", runbook, re.MULTILINE)

    assert sorted(name for name, _section, _anchor in rows) == sorted(
        rule["alert"] for group in groups for rule in group["rules"]
    )
    for _name, section, anchor in rows:
        assert section in headings
        assert anchor == section.lower().replace(" ", "-")
