"""The pages, files and API of the national picture: the same figures everywhere, open reasoning, and who gets in."""

import csv
import io

import pytest
from django.urls import reverse
from pypdfium2 import PdfDocument

from tests.analytics.pictured import CODES, FORCES, answered, pictured, strands
from tests.analytics.world import RoundWorld, work
from tests.factories.accounts import person
from tests.factories.reviews import a_case, a_coding, a_point
from tests.queries import queries
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db


def address(world, name="picture", query="", **parts):
    return reverse(f"analytics:{name}", kwargs={"round": world.round.code, **parts}) + query


def text(response):
    return " ".join(response.content.decode().split())


def lines(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def world():
    return pictured()


@pytest.fixture
def lead(client_for, world):
    return client_for(person("nvap_lead", world.forces["force-02"]))


def test_page_ranks_gaps_with_reasons_and_links_to_what_is_behind_them(lead, world):
    shown = text(lead.get(address(world)))

    assert "The most significant gaps: 2.1.1 Action 2.1.1, 2.2.1 Action 2.2.1 and 2.4.1 Action 2.4.1." in shown
    assert (
        "6 of 12 forces name a gap · 9 of 12 are at low levels · 2 reviews found a problem · no example published."
        in shown
    )
    assert "Sharpest in domestic abuse: 1 review found a problem, no example published." in shown
    assert "Low levels of “Implementation” are “Not started” and “Planned”." in shown
    assert 'href="/reviews/learning/?action=2.1.1&amp;kind=problem"' in shown
    assert 'href="/practice/?action=2.2.1"' in shown
    assert "OFFICIAL-SENSITIVE" not in shown


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("significance", ">70</a>"),
        ("learning", 'href="/reviews/learning/?action=2.1.1&amp;kind=problem&amp;strand=DA"'),
        ("practice", 'href="/practice/?focus=CSE&amp;action=2.4.1"'),
        ("evidence", 'href="/practice/?focus=DA&amp;action=2.2.1&amp;rating=works&amp;rating=promising"'),
    ],
)
def test_heat_map_shows_each_part_and_leads_to_its_list(lead, world, show, expected):
    assert expected in text(lead.get(address(world, query=f"?show={show}")))


def test_lists_behind_the_figures_hold_as_many_as_the_figures_say(lead, world):
    shown = text(lead.get("/practice/?focus=CSE&action=2.4.1"))
    learning = text(lead.get("/reviews/learning/?action=2.1.1&kind=problem"))

    assert "2 examples" in shown
    assert "2 learning points from 2 reviews" in learning


def test_page_of_an_action_lays_every_part_open(lead, world):
    shown = text(lead.get(address(world, "picture-action", code="2.2.1")))

    assert "Rank 2 of 3 by significance" in shown
    assert "1 example published, 1 promising; 10 are enough" in shown
    # 3 of 12 gaps: 12.5 of 50; 3 of 12 low: 5.0 of 20; half as many reviews as the most: 15.0 of 30
    for points in ("12.5", "5.0", "15.0"):
        assert f">{points}</td>" in shown
    assert "A need of 32.5" in shown
    assert text(lead.get(address(world, "picture-action", code="2.9.9"))).startswith("<!doctype html>")
    assert lead.get(address(world, "picture-action", code="2.9.9")).status_code == 404


def test_other_weights_change_the_ranking_and_say_so(lead, world):
    usual, tried = (text(lead.get(address(world, query=query))) for query in ("", "?gaps=0&levels=0&learning=100"))

    assert "You are trying weights of your own." not in usual
    assert "You are trying weights of your own." in tried
    assert "Back to the usual weights" in tried
    assert 'name="learning" type="number" min="0" max="100" inputmode="numeric" value="100"' in tried


def test_file_api_and_page_say_the_same(lead, world):
    file = lines(lead.get(address(world, "picture-csv")))
    api = lead.get("/api/v1/national-picture/", headers={"accept": "application/json"}).json()

    whole = {row["action"]: row for row in api["results"] if row["strand"] is None}
    assert [row["Action"] for row in file if row["Strand"] == "All strands"] == ["2.1.1", "2.2.1", "2.4.1"]
    for row in file:
        if row["Strand"] == "All strands":
            assert float(row["Significance"]) == whole[row["Action"]]["significance"]
            assert int(row["Rank"]) == whole[row["Action"]]["rank"]
            assert int(row["Examples"]) == whole[row["Action"]]["examples"]
    assert len(file) == len(api["results"]) == 3 + 2 + 1 + 2


def test_api_filters_pages_and_refuses_what_it_does_not_know(lead, world):
    strand = lead.get("/api/v1/national-picture/?strand=DA&action=2.1.1&fields=strand,reviews,need").json()
    first = lead.get("/api/v1/national-picture/?strand=all&page_size=2").json()
    second = lead.get(first["next"]).json()

    assert strand["results"] == [{"strand": "DA", "reviews": 1, "need": None}]
    assert [row["action"] for row in first["results"] + second["results"]] == list(CODES)
    assert second["next"] is None
    assert lead.get("/api/v1/national-picture/?strand=XX").status_code == 400
    assert lead.get("/api/v1/national-picture/?basis=live").status_code == 403
    assert lead.get("/api/v1/national-picture/?round=1999").status_code == 404


def test_briefing_is_a_tagged_pdf_with_the_same_ranking(lead, world):
    answer = lead.get(address(world, "picture-pdf"))
    said = " ".join("\n".join(page.get_textpage().get_text_range() for page in PdfDocument(answer.content)).split())

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="national-picture-2026-published.pdf"'
    assert b"/MarkInfo" in answer.content
    assert "The most significant gaps" in said
    assert said.index("2.1.1 Action 2.1.1") < said.index("2.2.1 Action 2.2.1") < said.index("2.4.1 Action 2.4.1")
    assert "Every action by strand" in said


def test_unpublished_picture_is_sensitive_and_its_opening_is_logged(client_for):
    world = RoundWorld(forces=FORCES, codes=CODES)
    world.answer("force-01", implementation=0, impact=0, gap=True)
    work()
    staff = person("vkpp_staff")
    shown = text(client_for(staff).get(address(world)))

    assert "1 of 1 forces name a gap" in shown
    assert "OFFICIAL-SENSITIVE" in shown
    assert [look.actor_id for look in AuditEvent.objects.filter(verb="round.look")] == [staff.pk]
    assert client_for(person("nvap_lead", world.forces["force-01"])).get(address(world)).status_code == 404
    assert client_for(person("contributor", world.forces["force-01"])).get(address(world)).status_code == 403


def test_lasting_address_leads_to_the_newest_published_round(lead, world):
    assert lead.get(reverse("analytics:picture-newest")).headers["Location"] == address(world)


def test_front_page_names_the_first_gaps(lead, world):
    shown = text(lead.get(reverse("analytics:front")))

    assert f'href="{address(world)}">National picture</a>' in shown
    assert "<li>2.1.1 Action 2.1.1 (70)</li>" in shown


def test_page_asks_as_much_for_three_actions_as_for_one(client_for):
    counted = []
    for codes in (CODES[:1], CODES):
        world = answered(RoundWorld(forces=FORCES, codes=codes, code=f"round-{len(codes)}"))
        strands()
        a_point(a_coding(a_case("assured", strands=["DA"])), actions=codes)
        browser = client_for(person("nvap_lead", world.forces["force-02"]))
        counted.append(queries(browser, address(world)))
    assert counted[0] == counted[1]
