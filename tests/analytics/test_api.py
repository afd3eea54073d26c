from collections import Counter

import pytest

from tests.analytics.test_pages import FORCE, filled
from tests.analytics.world import work
from tests.factories.accounts import person
from tests.queries import queries

SUMMARIES, BENCHMARKS = "/api/v1/summaries/", "/api/v1/benchmarks/"


@pytest.mark.django_db
def test_summaries_give_nation_and_own_region_to_a_force(client_for):
    world = filled()
    page = client_for(person("force_analyst", world.forces[FORCE])).get(SUMMARIES).json()

    assert [(row["scope"], row["place"]) for row in page["results"]] == [("national", ""), ("region", "Eastern")]
    nation = page["results"][0]
    assert nation["distribution"] == {"0": 1, "1": 3, "2": 4, "3": 2, "4": 2}
    assert (nation["n"], nation["expected"], nation["median"], nation["gaps_force"]) == (12, 12, 2.0, 1)
    assert (nation["round"], nation["action"], nation["measure"], nation["basis"]) == (
        "2026",
        "2.1.1",
        "implementation",
        "live",
    )
    assert "contributors" not in nation


@pytest.mark.django_db
def test_figure_has_not_moved_and_nothing_is_sent_again(client_for):
    world = filled()
    browser = client_for(person("force_analyst", world.forces[FORCE]))
    for address in (SUMMARIES, BENCHMARKS):
        first = browser.get(address)
        again = browser.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    first = browser.get(SUMMARIES)
    for name in ("force-02", "force-03", "force-04", "force-05", "force-06"):
        world.answer(name, implementation=4)
    work()

    again = browser.get(SUMMARIES, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.json()["results"][0]["distribution"] == {"0": 1, "1": 1, "2": 1, "3": 2, "4": 7}


@pytest.mark.django_db
def test_new_peer_group_moves_the_pages_and_the_tag_at_once(client_for):
    world = filled(codes=("2.1.1", "2.1.2", "2.1.3"))
    browser = client_for(person("force_analyst", world.forces[FORCE]))
    for address in (SUMMARIES, BENCHMARKS):
        tag = browser.get(address).headers["ETag"]
        world.peers(FORCE, [name for name in world.forces if name != FORCE][:8], code=f"like-{address[8:11]}")
        work()

        page = browser.get(f"{address}?page_size=2", headers={"If-None-Match": tag}).json()
        rows = page["results"]
        while page["next"]:
            page = browser.get(page["next"]).json()
            rows += page["results"]
        assert browser.get(address, headers={"If-None-Match": tag}).status_code == 200
        groups = 3 if address == SUMMARIES else 4
        assert Counter(row["action"] for row in rows) == dict.fromkeys(("2.1.1", "2.1.2", "2.1.3"), groups)


@pytest.mark.django_db
def test_change_of_few_is_not_shown_to_forces_but_to_vkpp(client_for):
    world = filled()
    browser = client_for(person("force_analyst", world.forces[FORCE]))
    before = browser.get(SUMMARIES)
    for name in ("force-02", "force-03", "force-04", "force-05"):
        world.answer(name, implementation=4)
    work()

    assert browser.get(SUMMARIES).json() == before.json()
    staff = client_for(person("vkpp_staff")).get(SUMMARIES).json()
    assert staff["results"][0]["distribution"] == {"0": 1, "1": 1, "2": 2, "3": 2, "4": 6}


@pytest.mark.django_db
def test_benchmark_puts_the_own_level_beside_others(client_for):
    world = filled()
    page = client_for(person("nvap_lead", world.forces["force-04"])).get(BENCHMARKS + "?scope=national").json()

    row = page["results"][0]
    assert (row["force"], row["own_score"], row["own_level"]) == ("force-04", 2, "Developing")
    assert (row["position"], row["joint"], row["to_median"]) == (5, 4, 0)
    staff = client_for(person("vkpp_staff"))
    assert staff.get(BENCHMARKS).status_code == 400
    assert staff.get(BENCHMARKS + "?force=force-04").json()["results"][0]["own_score"] == 2


@pytest.mark.django_db
def test_own_answer_changes_the_tag_at_once(client_for):
    world = filled()
    browser = client_for(person("nvap_lead", world.forces[FORCE]))
    tag = browser.get(BENCHMARKS).headers["ETag"]
    world.answer(FORCE, implementation=4)
    world.returns[FORCE].version += 1
    world.returns[FORCE].save()

    again = browser.get(BENCHMARKS, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again.json()["results"][0]["own_score"] == 4


@pytest.mark.django_db
def test_strangers_learn_nothing(client_for, client):
    world = filled()
    other = client_for(person("nvap_lead", world.forces["force-02"]))
    analyst = client_for(person("national_analyst"))

    assert client.get(SUMMARIES).status_code == 401
    assert other.get(BENCHMARKS + f"?force={FORCE}").status_code == 404
    assert analyst.get(BENCHMARKS + f"?force={FORCE}").status_code == 404
    assert analyst.get(BENCHMARKS).status_code == 403
    assert analyst.get(SUMMARIES).status_code == 404
    assert client_for(person("contributor", world.forces[FORCE])).get(SUMMARIES).status_code == 403
    world.publish()
    work()
    assert analyst.get(SUMMARIES).json()["results"][0]["basis"] == "published"
    assert analyst.get(SUMMARIES + "?basis=live").status_code == 403


@pytest.mark.django_db
def test_wrong_words_are_refused_in_a_sentence(client_for):
    world = filled()
    browser = client_for(person("nvap_lead", world.forces[FORCE]))

    for query, name in (("basis=mixed", "basis"), ("scope=world", "scope"), ("measure=mood", "measure")):
        refused = browser.get(f"{SUMMARIES}?{query}")
        assert refused.status_code == 400
        assert refused.json()["fields"][name][0].startswith("Use one of: ")
    assert browser.get(SUMMARIES + "?round=1999").status_code == 404


@pytest.mark.django_db
def test_pages_go_through_all_figures_and_cost_the_same(client_for):
    few = filled(code="few")
    filled(code="many", codes=("2.1.1", "2.1.2", "2.1.3"))
    browser = client_for(person("nvap_lead", few.forces[FORCE]))

    first = browser.get(SUMMARIES + "?round=many&page_size=4").json()
    second = browser.get(first["next"]).json()

    assert [len(first["results"]), len(second["results"]), second["next"]] == [4, 2, None]
    assert browser.get(second["previous"]).json()["results"] == first["results"]
    assert queries(browser, BENCHMARKS + "?round=few") == queries(browser, BENCHMARKS + "?round=many") <= 14


@pytest.mark.django_db
def test_themes_have_figures_of_their_own(client_for):
    world = filled(codes=("2.1.1", "2.1.2", "3.1.1"))
    staff = client_for(person("vkpp_staff"))

    page = staff.get(SUMMARIES + "?level=theme&scope=national").json()

    assert [(row["level"], row["theme"], row["action"], row["title"]) for row in page["results"]] == [
        ("theme", "2", None, "Early intervention"),
        ("theme", "3", None, "Theme 3"),
    ]
    only = staff.get(SUMMARIES + "?level=theme&theme=3").json()["results"]
    assert {(row["theme"], row["scope"]) for row in only} == {("3", "national"), ("3", "region")}
    actions = staff.get(SUMMARIES + "?theme=2&scope=national").json()["results"]
    assert [(row["level"], row["theme"], row["action"]) for row in actions] == [
        ("action", "2", "2.1.1"),
        ("action", "2", "2.1.2"),
    ]
    refused = staff.get(SUMMARIES + "?level=theme&action=2.1.1")
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["action"])
    force = client_for(person("force_analyst", world.forces[FORCE]))
    moving = force.get(SUMMARIES + "?level=theme&scope=national").json()["results"][0]
    assert (moving["n"], moving["median"], moving["as_of"]) == (None, None, None)
    assert moving["withheld"] == "Not shown while answers move: themes are compared when the figures are published."


@pytest.mark.django_db
def test_benchmark_of_a_theme_gives_the_level_in_halves_and_the_place(client_for):
    world = filled(codes=("2.1.1", "2.1.2"))
    for number, name in enumerate(world.forces):
        world.answer(name, world.actions[1], implementation=number % 4, impact=1, owe=False)
        world.sign(name)
        world.accept(name)
    world.publish()
    work()

    page = client_for(person("nvap_lead", world.forces[FORCE])).get(BENCHMARKS + "?level=theme&scope=national").json()

    row = page["results"][0]
    scores = [world.response(FORCE, action).scores["implementation"] for action in world.actions]
    assert row["own_score"] == sum(scores) / 2
    assert row["n"] == 12
    assert sum(row["distribution"].values()) == 12
    assert row["position"] >= 1
