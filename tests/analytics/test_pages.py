import pytest
from django.urls import reverse

from nvap.models import Response, Return
from tests.analytics.world import MEASURES, RoundWorld, make_form, make_plan, work
from tests.factories.accounts import person
from tests.queries import queries
from vkpp.core.models import AuditEvent

FORCE = "force-01"
SPREAD = (0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 1, 2)


def filled(**changes):
    """Twelve forces that have all answered, signed and been accepted; figures counted."""
    world = RoundWorld(**changes)
    for action in world.actions:
        for name, score in zip(world.forces, SPREAD, strict=True):
            world.answer(name, action, implementation=score, impact=(score + 1) % 5, gap=score == 0, owe=False)
    for name in world.forces:
        world.sign(name)
        world.accept(name)
    for action in world.actions:
        world.owe_answer(FORCE, action)
    work()
    return world


def stand(world, force=FORCE, query=""):
    return reverse("analytics:stand", kwargs={"round": world.round.code, "force": force}) + query


def detail(world, force=FORCE, query="", code="2.1.1"):
    kwargs = {"round": world.round.code, "force": force, "code": code}
    return reverse("analytics:action", kwargs=kwargs) + query


def national(world, query=""):
    return reverse("analytics:national", kwargs={"round": world.round.code}) + query


def text(response):
    return " ".join(response.content.decode().split())


@pytest.mark.django_db
def test_lead_sees_own_level_place_and_the_nation(client_for):
    world = filled()
    page = client_for(person("nvap_lead", world.forces["force-03"])).get(stand(world, "force-03"))

    shown = text(page)
    assert "Where Force 03 stands" in shown
    assert "<strong>Planned</strong>" in shown
    assert "joint 9 of 12" in shown
    assert "below the median" in shown
    assert "Median 2, quartiles 1 to 3, range 0 to 4" in shown


@pytest.mark.django_db
def test_front_offers_each_their_pages(client_for):
    world = filled()
    front = reverse("analytics:front")

    of_lead = text(client_for(person("nvap_lead", world.forces[FORCE])).get(front))
    of_staff = text(client_for(person("vkpp_staff")).get(front))
    of_analyst = text(client_for(person("national_analyst")).get(front))

    assert f'href="{stand(world)}">Where Force 01 stands</a>' in of_lead
    assert f'href="{national(world)}">Benchmarks of all forces</a>' in of_staff
    assert "Where Force" not in of_staff
    assert "There are no benchmarking figures yet" in of_analyst
    of_contributor = text(client_for(person("contributor", world.forces[FORCE])).get(front))
    assert "National data collections" in of_contributor
    assert "Where Force" not in of_contributor


@pytest.mark.django_db
def test_region_of_few_is_withheld_and_the_page_says_why(client_for):
    world = filled(regions=("Eastern", "Eastern", "Eastern", "Wales"))
    page = client_for(person("nvap_lead", world.forces["force-12"])).get(
        stand(world, "force-12", "?against=region:Wales&basis=validated")
    )

    shown = text(page)
    assert "fewer than 4 other forces have answered" in shown
    assert "Not shown</span>" in shown


@pytest.mark.django_db
def test_action_page_draws_the_slope_with_a_table_of_each_group(client_for):
    world = filled()
    world.peers(FORCE, ["force-02", "force-03", "force-04", "force-05", "force-09"])
    work()
    page = client_for(person("nvap_lead", world.forces[FORCE])).get(detail(world))

    shown = text(page)
    assert shown.count("app-chart-bar--own") == 1
    assert shown.count("app-chart-bar--") == 12
    assert "12 of 12 forces, highest first" in shown
    assert "<strong>1<span" in shown
    assert "First round" in shown


@pytest.mark.django_db
def test_trend_breaks_where_the_plan_says_so(client_for):
    from nvap.models import Succession

    form = make_form("form-both")
    first = filled(code="2024", form=form, codes=("2.1.1", "2.1.2"))
    first.publish()
    work()
    plan = make_plan("plan-new", ("2.1.1", "2.1.2"), previous=first.round.plan)
    old = first.actions
    new = list(plan.actions.order_by("order"))
    Succession.objects.create(before=old[0], after=new[0], kind="reworded", comparable="care", note="Reworded in 2026.")
    Succession.objects.create(before=old[1], after=new[1], kind="split", comparable="no")
    second = filled(code="2026", plan=plan, form=form)
    second.round.previous = first.round
    second.round.save()
    browser = client_for(person("nvap_lead", second.forces["force-04"]))

    care, broken = (
        text(browser.get(detail(second, "force-04"))),
        text(browser.get(detail(second, "force-04", code="2.1.2"))),
    )

    assert "no change since 2024, compare with care" in care
    assert "Compare with care · Reworded" in care
    assert "app-chart-trend--care" in care
    assert "Break: not comparable · Split" in broken
    assert "app-chart-break" in broken
    assert "app-chart-trend--" not in broken


@pytest.mark.django_db
def test_vkpp_sees_every_force_and_how_late_it_is(client_for):
    world = filled()
    shown = text(client_for(person("vkpp_staff")).get(national(world)))

    assert "Every force on every action" in shown
    assert shown.count('app-heat__force"><a') == 12
    assert "Coverage and lateness" in shown
    assert "<td" in shown
    assert "12 of 12" in shown


@pytest.mark.django_db
def test_levels_of_single_forces_are_opened_on_the_record(client_for):
    world, staff, analyst = filled(), person("vkpp_staff"), person("national_analyst")

    client_for(staff).get(national(world))
    client_for(analyst).get(national(world))

    looks = AuditEvent.objects.filter(verb="round.look")
    assert [(look.actor_id, look.target_id) for look in looks] == [(staff.pk, str(world.round.pk))]


@pytest.mark.django_db
def test_analyst_reads_what_is_published_and_nothing_of_a_force(client_for):
    world = filled()
    analyst = client_for(person("national_analyst"))
    assert analyst.get(national(world)).status_code == 404

    world.publish()
    work()

    shown = text(analyst.get(national(world)))
    assert "published figures from 12 forces" in shown
    assert "Every force on every action" not in shown
    assert "Force 01" not in shown
    assert analyst.get(stand(world)).status_code == 404


@pytest.mark.django_db
def test_strangers_find_nothing(client_for, client):
    world = filled()
    stranger = client_for(person("nvap_lead", world.forces["force-02"]))

    for address in (stand(world), detail(world), stand(world).rstrip("/") + "/figures.csv"):
        assert stranger.get(address).status_code == 404
        assert client.get(address).status_code == 302


@pytest.mark.django_db
def test_csv_says_what_the_page_says_and_runs_no_formula(client_for):
    world = filled()
    world.actions[0].__class__.objects.filter(pk=world.actions[0].pk).update(title="=HYPERLINK(1)")
    page = client_for(person("nvap_lead", world.forces[FORCE])).get(
        reverse("analytics:stand-csv", kwargs={"round": "2026", "force": FORCE})
    )

    lines = page.content.decode("utf-8-sig").splitlines()
    assert page.headers["Content-Disposition"] == 'attachment; filename="where-we-stand-force-01-2026.csv"'
    assert lines[0].startswith("Round,Force,Basis,Question,Compared with,Action,Title,We say,Score,Place")
    assert ",2,Theme: Early intervention,Not started,0.0," in lines[1]
    assert ",2.1.1,'=HYPERLINK(1),Not started,0," in lines[2]
    staff = client_for(person("vkpp_staff"))
    lines = staff.get(national(world).rstrip("/") + "/figures.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert lines[2].startswith("2026 round,Live,Implementation,National,2.1.1,'=HYPERLINK(1),12,12,1,3,4,2,2,2.0")


@pytest.mark.django_db
def test_pages_ask_no_more_for_more_actions(client_for):
    few, many = filled(code="few"), filled(code="many", codes=("2.1.1", "2.1.2", "2.1.3"))
    browser = client_for(person("nvap_lead", few.forces[FORCE]))

    counts = [queries(browser, stand(world)) for world in (few, many)]
    staff = client_for(person("vkpp_staff"))
    national_counts = [queries(staff, national(world)) for world in (few, many)]

    assert counts[0] == counts[1] <= 24
    assert national_counts[0] == national_counts[1] <= 24


@pytest.mark.django_db
def test_questions_are_those_that_the_form_summarises(client_for):
    world = filled()
    shown = text(client_for(person("nvap_lead", world.forces[FORCE])).get(stand(world, query="?measure=impact")))

    assert all(f">{measure.title()}</a>" in shown for measure in MEASURES)
    assert 'measure=impact&amp;against=national" aria-current="true">Impact' in shown


@pytest.mark.django_db
def test_themes_stand_at_the_top_with_level_median_place_and_a_way_to_their_actions(client_for):
    world = filled(codes=("2.1.1", "2.1.2", "3.1.1"))
    last = world.actions[2].theme
    browser = client_for(person("nvap_lead", world.forces["force-04"]))
    moving = text(browser.get(stand(world, "force-04")))
    assert "Themes at a glance" in moving
    assert "2.1 on average" in moving
    assert "Not shown while answers move" in moving
    world.publish()
    work()

    page = browser.get(stand(world, "force-04", "?basis=published"))

    shown = text(page)
    assert "Not shown while answers move" not in shown
    assert f'href="#theme-{last.pk}"' in shown
    assert f'id="theme-{last.pk}"' in shown
    row = next(row for row in page.context["standing"].themes if row.theme == last)
    assert (row.own, row.word, str(row.place), row.side, row.figure.n) == (2, "Developing", "joint 5 of 12", 0, 12)
    assert (row.to_median, row.moved) == ("above the median on 0 of 1", None)


@pytest.mark.django_db
def test_national_page_has_a_row_for_each_theme(client_for):
    world = filled(codes=("2.1.1", "2.1.2", "3.1.1"))
    page = client_for(person("vkpp_staff")).get(national(world))

    assert [(row.theme.code, row.figure.median, row.figure.n) for row in page.context["themes"]] == [
        ("2", 2.0, 12),
        ("3", 2.0, 12),
    ]
    assert "Themes at a glance" in text(page)
    lines = (
        client_for(person("vkpp_staff"))
        .get(reverse("analytics:national-csv", kwargs={"round": "2026"}))
        .content.decode("utf-8-sig")
        .splitlines()
    )
    assert ",National,2,Theme: Early intervention,12,12,,,,,,2.0," in lines[1]


@pytest.mark.django_db
def test_change_of_a_theme_compares_like_with_like(client_for):
    earlier = filled(code="2024", codes=("2.1.1", "2.1.2"))
    earlier.publish()
    work()
    world = RoundWorld(forces=0, code="2026", plan=earlier.round.plan, form=earlier.round.form)
    world.round.previous = earlier.round
    world.round.save()
    world.forces = earlier.forces
    world.returns = {
        name: Return.objects.create(round=world.round, force=force) for name, force in world.forces.items()
    }
    for name, score in zip(world.forces, SPREAD, strict=True):
        for action, by in zip(world.actions, (0, 1), strict=True):
            Response.objects.create(ret=world.returns[name], action_version=action)
            world.answer(name, action, implementation=min(score + by, 4))
    work()

    page = client_for(person("nvap_lead", world.forces["force-04"])).get(stand(world, "force-04"))
    nation = client_for(person("vkpp_staff")).get(national(world))

    assert [row.moved.words for row in page.context["standing"].themes] == ["+0.5 since 2024"]
    assert [row.moved.words for row in nation.context["themes"]] == ["+0.4 since 2024"]
