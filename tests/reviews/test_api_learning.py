"""Learning points and recurrent themes in the API."""

import pytest

from nvap.models import Strand
from tests.api.clients import program
from tests.clients import PortalClient
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, a_coding, a_point, taxonomy
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    a_plan()
    taxonomy()
    return program(person("force_analyst", ForceFactory(code="kent")))


def learned(theme="risk", actions=(), **values):
    """A learning point of a quality-assured review."""
    return a_point(a_coding(a_case("assured", **values)), theme, actions, quote="Nobody looked.", page_number=4)


def test_list_shows_agreed_points_of_assured_reviews(reader):
    point = learned("risk-assessment", ("2.1.1",))
    a_point(a_coding(a_case("coded")))
    a_point(a_coding(a_case("assured"), role="first"))

    (row,) = reader.results("learning-points/")
    assert row == {
        "id": point.pk,
        "review": point.review.reference,
        "theme": "risk-assessment",
        "taxonomy": 1,
        "assured_at": row["assured_at"],
        "updated_at": row["updated_at"],
        "level": "operational",
        "kind": "problem",
        "text": "Look again at risk when something changes.",
        "quote": "Nobody looked.",
        "page_number": 4,
        "recommendation": "",
        "strands": [],
        "actions": ["2.1.1"],
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("theme=risk", 2),
        ("theme=risk-assessment", 1),
        ("action=2.1.1", 1),
        ("level=operational", 3),
        ("kind=good", 0),
        ("type=DHR", 3),
        ("year=2021", 2),
        ("strand=DA", 1),
        ("assured_since=2099-01-01T00:00:00Z", 0),
    ],
)
def test_filters_narrow_the_list(reader, query, found):
    learned("risk-assessment", ("2.1.1",))
    learned("risk", published="2019-02")
    Strand.objects.get_or_create(code="DA", defaults={"label": "Domestic abuse"})
    learned("victim", strands=["DA"])
    assert len(reader.results(f"learning-points/?{query}")) == found


def test_themes_count_reviews_and_points(reader):
    learned("risk-assessment", ("2.1.1",))
    learned("risk", published="2019-02")

    rows = {row["code"]: row for row in reader.results("learning-themes/")}
    assert (rows["risk"]["reviews"], rows["risk"]["points"], rows["risk"]["counted"]) == (2, 2, 2)
    assert (rows["risk-assessment"]["reviews"], rows["risk-assessment"]["above"]) == (1, "risk")
    assert rows["victim"]["reviews"] == 0

    one = reader.get("learning-themes/risk/").json()
    assert one["by_year"] == [{"code": "2021", "reviews": 1}, {"code": "2019", "reviews": 1}]
    assert one["by_action"] == [{"code": "2.1.1", "reviews": 1}]


def test_figures_by_age_are_withheld_below_five(reader):
    learned("risk", age_band="1_5")
    rows = reader.results("learning-themes/?age=1_5")
    assert {row["reviews"] for row in rows} == {None, 0}
    assert {row["counted"] for row in rows} == {None}
    assert {row["points"] for row in rows} == {None}


def test_others_are_told_whom_it_is_for():
    evaluator = PortalClient()
    evaluator.force_login(person("evaluator"))
    for path in ("learning-points/", "learning-themes/"):
        assert evaluator.get(f"/api/v1/{path}").status_code == 403


def test_unknown_theme_is_not_found(reader):
    assert reader.get("learning-themes/nothing/").status_code == 404


@pytest.mark.parametrize("path", ["learning-points/", "learning-themes/"])
def test_lists_ask_no_more_for_many_than_for_one(reader, path):
    learned("risk", ("2.1.1",))
    url = f"/api/v1/{path}"
    one = queries(reader, url)
    learned("risk", ("2.1.1", "2.1.2"))
    learned("victim")
    assert queries(reader, url) == one
