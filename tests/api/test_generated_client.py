"""A client that others generate from our description reads, starts and changes practice, and reads our refusals."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from practice.models import Practice
from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import CallFactory, published_practice

DESCRIPTION = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
PROGRAM = """
import os
from vkpp_client import AuthenticatedClient
from vkpp_client.api.practice import practices_list, practices_read
from vkpp_client.api.writing import practices_change, practices_start
from vkpp_client.api.you import me
from vkpp_client.models import PatchedPracticeChange, PracticeStart, Problem

with AuthenticatedClient(base_url=os.environ["PORTAL"], token=os.environ["TOKEN"]) as client:
    print(me.sync(client=client).roles[0].role)
    page = practices_list.sync(client=client, strand=["DA"], page_size=1)
    print([row.title for row in page.results], page.next_ is not None)
    print(practices_read.sync(client=client, reference=page.results[0].reference).title)
    body = PracticeStart.from_dict({"call": "always-open", "title": "Text messages"})
    for _again in range(2):
        draft = practices_start.sync(client=client, body=body, idempotency_key="one")
        print(draft.state)
    for version, title in ((f'"{draft.version}"', "Text messages after calls"), (f'"{draft.version}"', "Theirs")):
        change = PatchedPracticeChange.from_dict({"title": title})
        answer = practices_change.sync_detailed(client=client, reference=draft.reference, body=change, if_match=version)
        print(int(answer.status_code), answer.parsed.code if isinstance(answer.parsed, Problem) else answer.parsed.title)
    missing = practices_read.sync(client=client, reference="VP-2020-99999")
    print(missing.code, missing.type_.rpartition("/api")[2])
"""


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The folder in which the client was generated."""
    folder = tmp_path_factory.mktemp("generated")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--path", str(DESCRIPTION)]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [*command, "--output-path", str(folder / "vkpp_client")], check=True, capture_output=True, env={"PATH": path}
    )
    return folder


@pytest.mark.django_db(transaction=True)
def test_generated_client_reads_writes_and_understands_refusals(generated, live_server):
    CallFactory(slug="always-open")
    for title in ("Night patrols", "Safe rooms"):
        published_practice(permitted=("publish_public", "share_forces"), title=title, strands=["DA"])
    secret = program(person("contributor", ForceFactory())).secret
    environment = {"PORTAL": live_server.url, "TOKEN": secret, "PYTHONPATH": str(generated)}

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False, timeout=120
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "contributor",
        "['Night patrols'] True",
        "Night patrols",
        "draft",
        "draft",
        "200 Text messages after calls",
        "409 conflict",
        "not_found /v1/problems/not_found/",
    ]
    assert Practice.objects.get(state="draft").title == "Text messages after calls"
