"""The national picture: what is counted, how it is weighed, who reads what, and that nothing is stale or told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import figures
from analytics.picture import over_time, places, score, table, weights
from analytics.picture.score import Signs
from analytics.picture.weights import Weights
from analytics.vocab import Basis
from nvap.models import Succession
from tests.analytics.pictured import CODES, FORCES, answered, pictured
from tests.analytics.world import RoundWorld, make_form, make_plan, work
from tests.factories.accounts import person
from tests.factories.practice import published_practice
from tests.factories.reviews import a_case, a_coding, a_point

SHARES = st.floats(0, 1)
MAYBE = st.none() | SHARES
SIGNS = st.builds(Signs, MAYBE, MAYBE, MAYBE, SHARES, SHARES)
POINTS = st.integers(0, 50)
WEIGHTS = st.builds(Weights, POINTS, POINTS, POINTS, POINTS, POINTS)


def picture_of(world, role="national_analyst", basis=Basis.PUBLISHED, chosen=weights.USUAL, force=None):
    user = person(role, force)
    return table.build(user, figures.national_audience(user), world.round, basis, chosen)


def row_of(picture, code):
    return next(row for row in picture.rows if row.action.code == code)


@given(SIGNS, WEIGHTS)
def test_parts_add_up_to_the_score_and_the_score_stays_within_its_scale(signs, chosen):
    scored = score.of(signs, chosen)
    value = score.value(signs, chosen)

    assert (scored is None) == (value is None)
    if scored is not None:
        assert sum(part.points for part in scored.parts) == pytest.approx(scored.value)
        assert scored.value == pytest.approx(value)
        assert -1e-9 <= scored.value <= 100 + 1e-9


@given(SIGNS, WEIGHTS, SHARES)
def test_more_practice_never_makes_a_gap_more_significant(signs, chosen, more):
    richer = Signs(signs.gaps, signs.levels, signs.learning, max(signs.practice, more), max(signs.evidence, more))
    value = score.value(signs, chosen)
    if value is not None:
        assert score.value(richer, chosen) <= value + 1e-9


def test_score_is_the_sum_that_the_page_explains():
    scored = score.of(Signs(gaps=0.5, levels=0.75, learning=1.0, practice=0.2, evidence=0.5), weights.USUAL)

    assert [round(part.points, 2) for part in scored.parts] == [25.0, 15.0, 30.0, -4.2, -7.0]
    assert (round(scored.need, 2), round(scored.relief, 2), scored.rounded) == (70.0, 11.2, 59)


def test_weight_of_what_may_not_be_told_goes_to_the_rest():
    scored = score.of(Signs(gaps=None, levels=None, learning=0.5, practice=0.0, evidence=0.0), weights.USUAL)

    assert scored.partial
    assert scored.value == 50.0
    assert score.of(Signs(None, None, None, 1.0, 1.0), weights.USUAL) is None


def test_equal_scores_share_a_rank():
    assert score.ranks({"a": 5.0, "b": 7.0, "c": 5.0, "d": 1.0}) == {"b": 1, "a": 2, "c": 2, "d": 4}


@pytest.mark.parametrize(
    "query",
    [
        {"gaps": "-1"},
        {"gaps": "101"},
        {"gaps": "many"},
        {"gaps": "0", "levels": "0", "learning": "0"},
        {"practice": "90"},
    ],
)
def test_odd_weights_fall_back_to_the_usual_ones(query):
    assert weights.read(query) == weights.USUAL


@pytest.mark.django_db
def test_each_action_is_counted_from_summaries_bank_and_learning():
    picture = picture_of(pictured())

    told = {row.action.code: (row.said.gaps, row.said.low, row.reviews, row.practice.examples) for row in picture.rows}
    assert told == {"2.1.1": (6, 9, 2, 0), "2.2.1": (3, 3, 1, 0), "2.4.1": (0, 0, 0, 0)}
    assert picture.told.forces == (FORCES, FORCES)


@pytest.mark.django_db
def test_practice_counts_as_far_as_the_reader_may_read_it():
    world = pictured()
    lead = picture_of(world, "nvap_lead", force=world.forces["force-02"])

    supply = {row.action.code: (row.practice.examples, row.practice.works, row.practice.promising) for row in lead.rows}
    assert supply == {"2.1.1": (0, 0, 0), "2.2.1": (1, 0, 1), "2.4.1": (3, 1, 0)}
    assert lead.supply.by_force == {"force-01": 4}
    assert picture_of(world).supply.total == 0


@pytest.mark.django_db
def test_most_significant_gap_comes_first_and_says_where_it_is_sharpest():
    world = pictured()
    picture = picture_of(world, "nvap_lead", force=world.forces["force-02"])

    assert [row.action.code for row in picture.ranked] == ["2.1.1", "2.2.1", "2.4.1"]
    first = picture.ranked[0]
    assert (first.rank, first.best, first.worst) == (1, 1, 1)
    # 6 of 12 name a gap (25 of 50), 9 of 12 are low (15 of 20), as many reviews as any action has (30 of 30)
    assert first.score.rounded == 70
    assert first.sharpest.strand.code == "DA"


@pytest.mark.django_db
def test_strand_has_a_score_only_where_a_review_found_a_problem():
    world = pictured()
    picture = picture_of(world, "nvap_lead", force=world.forces["force-02"])

    scored = {
        (row.action.code, cell.strand.code) for row in picture.rows for cell in row.cells if cell.value is not None
    }
    assert scored == {("2.1.1", "DA"), ("2.1.1", "CSE"), ("2.2.1", "DA")}
    known = {cell.strand.code: cell.practice.examples for cell in row_of(picture, "2.4.1").cells}
    assert known == {"DA": 1, "CSE": 2}


@pytest.mark.django_db
def test_new_practice_and_learning_show_at_once():
    world = pictured()
    before = row_of(picture_of(world, "vkpp_staff"), "2.1.1")
    published_practice(by=person("contributor", world.forces["force-01"]), actions=["2.1.1"], rating="works")
    a_point(a_coding(a_case("assured", strands=["DA"])), actions=("2.1.1",))
    after = row_of(picture_of(world, "vkpp_staff"), "2.1.1")

    assert (before.practice.examples, after.practice.examples) == (0, 1)
    assert (before.reviews, after.reviews) == (2, 3)
    assert after.score.part("evidence").points < 0


@pytest.mark.django_db
def test_practice_that_does_not_work_and_good_learning_are_no_part_of_it():
    world = pictured()
    author = person("contributor", world.forces["force-01"])
    published_practice(by=author, actions=["2.1.1"], rating="does_not_work")
    a_point(a_coding(a_case("assured")), actions=("2.1.1",), kind="good")
    a_point(a_coding(a_case("included")), actions=("2.1.1",))
    row = row_of(picture_of(world, "vkpp_staff"), "2.1.1")

    assert (row.practice.examples, row.reviews) == (0, 2)


@pytest.mark.django_db
def test_figures_that_could_tell_a_single_force_stay_out_of_the_picture():
    world = answered(RoundWorld(forces=3, codes=CODES))
    picture = picture_of(world)

    assert all(row.said.withheld and not row.said.shown for row in picture.rows)
    assert all(row.said.gap_share is None for row in picture.rows)
    assert [one.share for one in places.regions(picture)] == [None, None]


@pytest.mark.django_db
def test_region_speaks_only_where_half_of_its_actions_may_be_told():
    world = answered(RoundWorld(forces=FORCES, codes=CODES, regions=("Eastern", "Eastern", "Eastern", "Wales")))
    listed = {one.name: (one.together.told, one.share) for one in places.regions(picture_of(world))}

    assert listed["Wales"] == (0, None)
    picture = picture_of(world)
    tiles, _practice = places.maps(picture, places.regions(picture))
    assert all(tile["value"] in ("–", "33%") for tile in tiles["listed"])


@pytest.mark.django_db
def test_trend_follows_the_plan_and_breaks_where_the_plan_says_so():
    form = make_form("form-both")
    first = answered(RoundWorld(forces=FORCES, codes=CODES, code="2024", form=form))
    plan = make_plan("plan-new", CODES, previous=first.round.plan)
    new = list(plan.actions.order_by("order"))
    for at, comparable in enumerate(("yes", "care", "no")):
        Succession.objects.create(before=first.actions[at], after=new[at], kind="reworded", comparable=comparable)
    first.round.plan.refresh_from_db()
    second = RoundWorld(forces=FORCES, code="2026", plan=plan, form=form)
    second.round.previous = first.round
    second.round.save()
    trend = over_time.of(picture_of(answered(second)))

    assert [moment.round.code for moment in trend.moments] == ["2024", "2026"]
    assert [moment.changed for moment in trend.moments] == [True, False]
    assert [line.moved for line in trend.lines] == [0.0, 0.0, None]
    assert [line.then[0].note for line in trend.lines] == ["", "compare with care", "not comparable"]


@pytest.mark.django_db
def test_first_round_has_no_trend():
    assert over_time.of(picture_of(pictured())) is None


@pytest.mark.django_db
def test_gaps_that_are_named_or_taken_back_show_to_vkpp_at_once():
    world = RoundWorld(forces=FORCES, codes=CODES)
    seen = []
    for gap in (True, False):
        world.answer("force-01", implementation=0, impact=0, gap=gap)
        work()
        seen.append(row_of(picture_of(world, "vkpp_staff", Basis.LIVE), "2.1.1").said.gaps)

    assert seen == [1, 0]


@pytest.mark.django_db
def test_vkpp_reads_what_comes_in_and_others_only_what_is_published():
    world = RoundWorld(forces=FORCES, codes=CODES)
    for name in list(world.forces)[:2]:
        world.answer(name, implementation=0, impact=0, gap=True)
    work()
    live = row_of(picture_of(world, "vkpp_staff", Basis.LIVE), "2.1.1")

    assert (live.said.gaps, live.said.answered) == (2, 2)
    assert row_of(picture_of(world), "2.1.1").said is None
