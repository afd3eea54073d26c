from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import operations
from analytics.actions import rebuilding
from analytics.models import Summary, SummaryRun, ThemeSummary
from analytics.tasks import rebuild_summaries
from analytics.vocab import RunKind
from tests.analytics.world import RoundWorld, work
from tests.factories.accounts import person
from vkpp.core.models import AuditEvent


def check():
    return rebuilding.rebuild(kind=RunKind.CHECK)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "answer", "answer", "clear", "sign", "void", "accept", "work", "publish", "peers"]),
        st.integers(1, 6),
        st.integers(0, 4),
        st.booleans(),
    ),
    max_size=25,
)


def take(world, step, number, score, flag, versions):
    """One step of a history."""
    name = f"force-{number:02}"
    action = world.actions[score % 3]
    ret = world.returns[name]
    if step == "answer":
        world.answer(name, action, implementation=score, gap=flag, na=flag and score == 0)
    elif step == "clear":
        world.clear(name, action)
    elif step == "sign":
        world.sign(name)
    elif step == "void":
        world.void(name)
    elif step == "accept" and ret.signed_id:
        world.accept(name)
    elif step == "publish" and world.round.state != "published":
        world.publish()
    elif step == "peers":
        versions.append(number)
        members = [other for other in world.forces if other != name][: 2 + score % 3]
        world.peers(name, members, version=len(versions), counts_self=flag)
    elif step == "work":
        work()


def frozen():
    """Everything published, of actions and of themes."""
    tables = (Summary, ThemeSummary)
    return [list(table.objects.filter(basis="published").order_by("pk").values()) for table in tables]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_increments_equal_a_rebuild_on_any_history(steps):
    from django.db import transaction

    with transaction.atomic():
        world = RoundWorld(forces=6, codes=("2.1.1", "2.1.2", "2.1.3"))
        versions = []
        published = None
        for step in steps:
            take(world, *step, versions)
            if published is None and world.round.state == "published":
                work()
                published = frozen()
        work()

        run = check()

        assert (run.differing, run.regrouped) == (0, 0), run.examples
        if published is not None:
            assert frozen() == published
        transaction.set_rollback(True)


def spoil(world):
    """Somebody changes a figure behind the portal's back."""
    Summary.objects.filter(basis="live", scope="national", measure="impact").update(n=44)


@pytest.mark.django_db
def test_difference_raises_an_alarm_and_is_put_right(rf):
    world = RoundWorld(forces=4)
    world.answer("force-01", implementation=3, impact=1)
    work()
    spoil(world)

    assert rebuild_summaries() == 1

    run = SummaryRun.objects.get()
    assert run.examples == [
        {
            "round": world.round.pk,
            "action": world.actions[0].pk,
            "measure": "impact",
            "basis": "live",
            "scope": "national",
            "place": "",
        }
    ]
    assert AuditEvent.objects.get(verb="summaries.differ").after == {"differing": 1, "kind": "nightly"}
    assert next(iter(operations.Figures().collect())).samples[0].value == 1
    request = rf.get("/")
    request.user = person("vkpp_admin")
    assert operations.alarm(request, None) == {"run": run}
    request.user = person("vkpp_staff")
    assert operations.alarm(request, None) is None
    assert check().differing == 0
    assert Summary.objects.get(basis="live", scope="national", measure="impact", steady=False).n == 1


@pytest.mark.django_db
def test_spoilt_figure_of_a_theme_is_an_alarm_too():
    world = RoundWorld(forces=4)
    world.answer("force-01", implementation=3)
    work()
    ThemeSummary.objects.filter(basis="live", scope="national", measure="implementation").update(median=0)

    run = rebuilding.rebuild(kind=RunKind.NIGHTLY)

    theme = world.actions[0].theme_id
    key = {"round": world.round.pk, "theme": theme, "measure": "implementation", "basis": "live"}
    assert run.examples == [{**key, "scope": "national", "place": ""}]
    assert ThemeSummary.objects.get(basis="live", scope="national", measure="implementation").median == 3
    assert check().differing == 0


@pytest.mark.django_db
def test_themes_not_counted_yet_are_counted_by_the_rebuild():
    world = RoundWorld(forces=4)
    world.answer("force-01", implementation=3)
    work()
    ThemeSummary.objects.all().delete()

    assert rebuild_summaries() == 4
    assert ThemeSummary.objects.get(basis="live", scope="national", measure="implementation").n == 1


@pytest.mark.django_db
def test_what_a_worker_has_still_to_count_is_no_alarm():
    world = RoundWorld(forces=4, codes=("2.1.1", "2.1.2"))
    world.answer("force-01", implementation=3)
    work()
    world.answer("force-02", implementation=1)

    assert check().differing == 0


@pytest.mark.django_db
def test_command_checks_and_rebuilds():
    world = RoundWorld(forces=4)
    world.answer("force-01", implementation=3, impact=1)
    work()
    spoil(world)

    with pytest.raises(CommandError, match="1 figures are not what the answers say"):
        call_command("rebuild_summaries", "--check", stdout=StringIO())
    said = StringIO()
    call_command("rebuild_summaries", "--round", "2026", stdout=said)

    assert "1 figures were not what the answers say; they are right now." in said.getvalue()
    call_command("rebuild_summaries", "--check", stdout=StringIO())
    with pytest.raises(CommandError, match="There is no round"):
        call_command("rebuild_summaries", "--round", "1999", stdout=StringIO())


@pytest.mark.django_db
def test_lost_row_is_an_alarm_too():
    world = RoundWorld(forces=4)
    world.answer("force-01", implementation=3)
    work()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM analytics_summary WHERE scope = 'region'")

    assert check().differing == 2
