import pytest
from django.db import Error, connection, transaction

from analytics import themes
from analytics.models import Baseline, Summary, ThemeSummary
from nvap.models import Gap
from tests.analytics.world import RoundWorld, work
from vkpp.core.models import OutboxItem


def figure(world, **key):
    """The one figure that VKPP sees under this key; implementation, live, national when nothing else is said."""
    wanted = {"measure": "implementation", "basis": "live", "scope": "national", "steady": False, **key}
    return Summary.objects.get(round=world.round, **wanted)


@pytest.mark.django_db
def test_one_answer_moves_nation_and_region():
    world = RoundWorld(forces=6)
    for name, score in zip(world.forces, (0, 1, 2, 3, 4), strict=False):
        world.answer(name, implementation=score, impact=1, gap=score == 0)
    work()

    nation = figure(world)
    assert (nation.n, nation.answered, nation.expected) == (5, 5, 6)
    assert nation.distribution == {"0": 1, "1": 1, "2": 1, "3": 1, "4": 1}
    assert (nation.minimum, nation.lower, nation.median, nation.upper, nation.maximum) == (0, 1.0, 2.0, 3.0, 4)
    assert (nation.mean, nation.gaps_force, nation.not_applicable) == (2.0, 1, 0)
    east = figure(world, scope="region", place="Eastern")
    assert (east.n, east.expected, east.median) == (3, 3, 1.0)
    assert figure(world, measure="impact").distribution == {"1": 5}


@pytest.mark.django_db
def test_carried_and_not_applicable_answers_give_no_level():
    world = RoundWorld(forces=4)
    world.answer("force-01", implementation=4, na=True)
    world.answer("force-02", implementation=2)
    world.answer("force-03", implementation=3, owe=False)
    world.response("force-03").__class__.objects.filter(ret=world.returns["force-03"]).update(provenance="carried")
    work()

    nation = figure(world)
    assert (nation.n, nation.answered, nation.not_applicable) == (1, 2, 1)
    assert nation.contributors == [world.forces["force-02"].pk]


@pytest.mark.django_db
def test_answer_taken_back_is_counted_no_more():
    world = RoundWorld(forces=3)
    world.answer("force-01", implementation=4)
    work()
    world.clear("force-01")
    work()

    nation = figure(world)
    assert (nation.n, nation.median, nation.distribution) == (0, None, {})


@pytest.mark.django_db
def test_bases_are_kept_apart():
    world = RoundWorld(forces=4)
    world.answer("force-01", implementation=1)
    world.sign("force-01")
    world.accept("force-01")
    world.answer("force-01", implementation=4)
    world.void("force-01")
    world.answer("force-02", implementation=2)
    world.sign("force-02")
    work()

    assert figure(world).distribution == {"4": 1, "2": 1}
    assert figure(world, basis="signed").distribution == {"2": 1}
    assert figure(world, basis="validated").distribution == {"1": 1}


@pytest.mark.django_db
def test_gap_seen_by_vkpp_counts_apart_from_the_force_s_own():
    world = RoundWorld(forces=3)
    world.answer("force-01", implementation=1, gap=True)
    world.answer("force-02", implementation=1, owe=False)
    Gap.objects.create(response=world.response("force-02"), text="No training.", identified_by="vkpp")
    world.owe_answer("force-02", world.actions[0])
    work()

    nation = figure(world)
    assert (nation.gaps_force, nation.gaps_vkpp) == (1, 1)


@pytest.mark.django_db
def test_peer_group_is_directed_keeps_its_version_and_says_whether_self_counts():
    world = RoundWorld(forces=6)
    for number, name in enumerate(world.forces):
        world.answer(name, implementation=number % 5)
    world.peers("force-01", ["force-02", "force-03"])
    work()
    first = figure(world, scope="peers")
    assert (first.place, first.n, first.counts_self, first.peer_set_version) == ("similar/force-01", 2, False, 1)

    world.peers("force-01", ["force-02", "force-03"], version=2, counts_self=True)
    work()

    second = figure(world, scope="peers")
    assert (second.n, second.counts_self, second.peer_set_version) == (3, True, 2)


@pytest.mark.django_db
def test_one_count_settles_every_waiting_change_of_the_round():
    world = RoundWorld(forces=6, codes=("2.1.1", "2.1.2"))
    for name in world.forces:
        world.answer(name, implementation=2)
    world.answer("force-01", world.actions[1], implementation=2)

    from vkpp.core import outbox

    assert outbox.work(limit=1) == 1

    assert not OutboxItem.objects.filter(done_at=None).exists()
    assert figure(world, action_version=world.actions[0]).n == 6
    assert figure(world, action_version=world.actions[1]).n == 1


@pytest.mark.django_db
def test_unchanged_figures_are_not_written_again():
    world = RoundWorld(forces=6)
    world.answer("force-01", implementation=2)
    work()
    before = figure(world).as_of
    world.owe_answer("force-01", world.actions[0])
    work()

    assert figure(world).as_of == before


@pytest.mark.django_db
def test_publishing_freezes_what_is_validated_for_ever():
    world = RoundWorld(forces=4)
    for name in world.forces:
        world.answer(name, implementation=2)
    world.sign("force-01")
    world.accept("force-01")
    work()
    world.publish()
    work()
    world.sign("force-02")
    world.accept("force-02")
    work()
    world.publish()
    work()

    published = figure(world, basis="published")
    assert (published.n, published.distribution) == (1, {"2": 1})
    assert figure(world, basis="validated").n == 2
    assert [row.force.code for row in Baseline.objects.all()] == ["force-01"]
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        Summary.objects.filter(pk=published.pk).update(n=44)
    with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM analytics_summary WHERE basis = 'published'")


def theme_figure(world, **key):
    """The one figure of the plan's theme under this key."""
    wanted = {"measure": "implementation", "basis": "live", "scope": "national", **key}
    return ThemeSummary.objects.get(round=world.round, **wanted)


@pytest.mark.django_db
def test_level_in_a_theme_is_the_mean_in_halves_of_forces_that_gave_half_of_it():
    world = RoundWorld(forces=6, codes=("2.1.1", "2.1.2", "2.1.3"))
    first, second, third = world.actions
    for action, score in ((first, 4), (second, 3), (third, 3)):
        world.answer("force-01", action, implementation=score, gap=score == 3)
    world.answer("force-02", first, implementation=2)
    world.answer("force-02", second, implementation=3)
    world.answer("force-03", first, implementation=4)
    world.answer("force-04", first, implementation=1)
    world.answer("force-04", second, na=True)
    for action in world.actions:
        world.answer("force-05", action, na=True)
    work()

    nation = theme_figure(world)
    assert nation.theme.code == "2"
    assert nation.distribution == {"1": 1, "2.5": 1, "3.5": 1}
    assert (nation.n, nation.answered, nation.expected, nation.not_applicable) == (3, 5, 6, 1)
    assert (nation.minimum, nation.lower, nation.median, nation.upper, nation.maximum) == (1.0, 1.75, 2.5, 3.0, 3.5)
    assert (round(nation.mean, 3), nation.gaps_force) == (2.333, 1)
    assert nation.contributors == [world.forces[f"force-{number:02}"].pk for number in (1, 2, 4)]
    assert theme_figure(world, scope="region", place="Wales").distribution == {"1": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scores", "applicable", "level"),
    [
        ([3], 1, 3),
        ([3], 2, 3),
        ([3], 3, None),
        ([], 0, None),
        ([1, 2], 2, 1.5),
        ([2, 2, 2, 3], 4, 2.5),
        ([2, 2, 2, 2, 3], 5, 2),
        ([4, 4, 4, 3, 4, 4, 4, 4], 8, 4),
    ],
)
def test_page_and_aggregate_give_the_same_level(scores, applicable, level):
    world = RoundWorld(forces=1, codes=tuple(f"2.1.{number}" for number in range(1, applicable + 1)) or ("2.1.1",))
    for action, score in zip(world.actions, scores, strict=False):
        world.answer("force-01", action, implementation=score)
    work()

    assert themes.level_of(scores, applicable) == level
    kept = ThemeSummary.objects.filter(measure="implementation", basis="live", scope="national").first()
    assert (kept.median if kept else None) == level


@pytest.mark.django_db
def test_publishing_freezes_themes_too():
    world = RoundWorld(forces=4)
    world.answer("force-01", implementation=2)
    world.sign("force-01")
    world.accept("force-01")
    world.publish()
    work()
    world.answer("force-02", implementation=4)
    world.sign("force-02")
    world.accept("force-02")
    work()

    published = theme_figure(world, basis="published")
    assert (published.n, published.distribution) == (1, {"2": 1})
    assert theme_figure(world, basis="validated").n == 2
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        ThemeSummary.objects.filter(pk=published.pk).update(n=44)
