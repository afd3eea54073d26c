import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from analytics.actions import help_reminding, helping, offering
from analytics.matching import helpers, need, unmet
from analytics.models import HelpRequest
from nvap.models import PlanVersion
from tests.analytics.help_world import HelpWorld
from tests.analytics.world import work
from tests.factories.accounts import person
from tests.queries import queries
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Notification
from vkpp.core.working_days import LONDON

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return HelpWorld()


def found(world, force="force-01"):
    about = need.find(world.forces[force], world.action.code)
    return helpers.find(about, world.leads[force])


def shown(world, force="force-01"):
    """Force → its reasons in words, best first."""
    return {one.force.code: [reason.words for reason in one.reasons] for one in found(world, force).helpers}


def gap_url(force="force-01", code="2.1.1"):
    return reverse("analytics:help-gap", args=[force, code])


def test_need_of_a_force_is_its_newest_answer(world):
    about = need.find(world.forces["force-01"], world.action.code)

    assert (about.level, about.word, about.answered, about.has_gap) == (1, "Planned", world.now.round, True)
    assert about.gaps == ("Nobody asks at the front desk.",)


def test_need_is_what_was_published_last_where_nothing_is_answered_yet(world):
    world.now.clear("force-07")

    about = need.find(world.forces["force-07"], world.action.code)

    assert (about.level, about.answered) == (1, world.second.round)


def test_only_forces_that_offer_or_publish_are_proposed(world):
    assert shown(world) == {}

    world.offer("force-05")
    world.publish("force-09", rating="new_innovative")

    assert shown(world) == {
        "force-05": ["offers help on this action", "same region"],
        "force-09": ["1 published example, best rating: New or innovative"],
    }


def test_force_that_rose_from_the_same_level_comes_first(world):
    world.offer("force-10", shares=True)
    world.offer("force-05", shares=True)

    assert shown(world) == {
        "force-05": [
            "moved from Planned to Embedding since 2022, from where you are now",
            "offers help on this action",
            "same region",
        ],
        "force-10": ["moved from Embedding to Embedded since 2022", "offers help on this action"],
    }


def test_level_that_is_not_shared_neither_shows_nor_counts(world):
    world.offer("force-12")
    world.offer("force-08")
    before = [(one.force.code, one.points) for one in found(world).helpers]

    assert before == [("force-08", 25), ("force-12", 25)]


def test_level_taken_back_is_gone_at_once(world):
    offer = world.offer("force-05", shares=True)
    values = {"text": "", "contact": "", "shares_level": False}
    offering.change(offer=offer, values=values, version=1, by=world.leads["force-05"])

    assert shown(world) == {"force-05": ["offers help on this action", "same region"]}

    offering.end(offer=offer, by=world.leads["force-05"])

    assert shown(world) == {}


def test_levels_are_withheld_where_they_would_leave_fewer_than_four_others_in_a_figure(world):
    for name in ("force-02", "force-03"):
        world.offer(name, shares=True)
    assert found(world).withheld

    assert all("Developing" not in " ".join(words) for words in shown(world).values())


def test_force_asks_and_is_answered_and_notes_what_came_of_it(world):
    practice = world.publish("force-05", rating="promising", title="Asking at the front desk")
    world.offer("force-05", shares=True, contact="team@force-05.police.uk")
    asker, helper = world.leads["force-01"], world.leads["force-05"]

    request = world.ask(practices=[practice.reference])

    assert (request.state, request.level, request.gap, request.round) == ("asked", 1, True, world.now.round)
    assert request.why == [
        "offers help on this action", "1 published example, best rating: Promising", "same region"
    ]  # fmt: skip
    assert told(helper) == ["help_asked"]

    helping.agree(request=request, text="Come on Tuesday.", version=1, by=helper)
    helping.write(request=request, text="Which Tuesday?", by=asker)
    helping.note_tried(request=request, text="Asked everybody twice.", version=None, by=asker)
    helping.note_result(request=request, outcome="works", text="Yes.", tells_level=True, version=None, by=asker)

    request.refresh_from_db()
    assert (request.state, request.outcome, request.version) == ("closed", "works", 5)
    assert told(asker) == ["help_agreed"]
    assert told(helper) == ["help_asked", "help_message", "help_tried", "help_result"]
    verbs = AuditEvent.objects.filter(target_type="analytics.helprequest").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        *("help_request.ask", "help_request.agree", "help_request.write", "help_request.try", "help_request.close")
    ]
    assert shown(world, "force-02")["force-05"][-1] == "1 force said its help was useful"


def told(someone):
    return list(Notification.objects.filter(to=someone).order_by("pk").values_list("kind", flat=True))


def test_mails_say_nothing_of_what_was_written(world):
    world.offer("force-05")
    world.ask(text="Zebra crossing")

    assert all("Zebra" not in mail.body and "Zebra" not in mail.subject for mail in Notification.objects.all())


def test_nobody_else_may_ask_answer_or_note(world):
    world.offer("force-05")
    stranger, analyst = world.leads["force-02"], person("force_analyst", world.forces["force-01"])
    with pytest.raises(NotAllowed):
        helping.ask(
            force=world.forces["force-01"], action=world.action, helper=world.forces["force-05"], text="Us", by=analyst
        )
    request = world.ask()

    for act, by in (
        (lambda by: helping.agree(request=request, text="", by=by), world.leads["force-01"]),
        (lambda by: helping.decline(request=request, text="No", by=by), stranger),
        (lambda by: helping.withdraw(request=request, by=by), world.leads["force-05"]),
        (lambda by: helping.write(request=request, text="Hm", by=by), stranger),
        (lambda by: helping.agree(request=request, text="", by=by), person("vkpp_admin")),
    ):
        with pytest.raises(NotAllowed):
            act(by)
    assert HelpRequest.objects.get().state == "asked"


def test_force_that_offers_nothing_is_not_asked(world):
    with pytest.raises(Invalid) as refusal:
        world.ask("force-06")

    assert refusal.value.errors == {
        "helper": [
            (
                f"{world.forces['force-06'].name} offers no help and has no published practice on this action. "
                "Choose a force from the list."
            )
        ]
    }


def test_same_force_is_asked_once_at_a_time(world):
    world.offer("force-05")
    request = world.ask()
    with pytest.raises(Invalid):
        world.ask()

    helping.decline(request=request, text="We have no time.", by=world.leads["force-05"])

    assert world.ask().state == "asked"


def test_of_two_who_answer_the_second_is_told(world):
    world.offer("force-05")
    request = world.ask()
    late = HelpRequest.objects.get()
    chief = person("chief_officer", world.forces["force-05"], display_name="The chief")
    helping.agree(request=request, text="", version=1, by=chief)

    with pytest.raises(Conflict):
        helping.decline(request=late, text="No.", version=None, by=world.leads["force-05"])

    assert HelpRequest.objects.get().state == "agreed"


def test_request_shows_whether_the_level_rose(world, client_for):
    world.offer("force-05")
    request = world.ask()
    asker, helper = client_for(world.leads["force-01"]), client_for(world.leads["force-05"])
    page = reverse("analytics:help-request", args=[request.reference])
    assert asker.get(page).context["since"].later is None

    world.now.answer("force-01", implementation=3)
    work()
    since = asker.get(page).context["since"]

    assert (since.before_word, since.now_word, since.rose) == ("Planned", "Embedding", True)
    assert (helper.get(page).context["since"], helper.get(page).context["rose"]) == (None, False)


def test_helper_learns_that_the_level_rose_only_when_told(world, client_for):
    world.offer("force-05")
    asker, helper = world.leads["force-01"], world.leads["force-05"]
    request = world.ask()
    helping.agree(request=request, text="", by=helper)
    helping.note_tried(request=request, text="It.", by=asker)
    helping.note_result(request=request, outcome="works", text="", tells_level=True, by=asker)
    page = reverse("analytics:help-request", args=[request.reference])
    assert not client_for(helper).get(page).context["rose"]

    world.now.answer("force-01", implementation=3)
    shows = client_for(helper).get(page)

    assert shows.context["rose"]
    assert "Planned" not in shows.text


def test_page_of_a_gap_asks_for_the_same_whatever_the_number_of_helpers(world, client_for):
    world.offer("force-05", shares=True)
    world.publish("force-05")
    browser = client_for(world.leads["force-01"])
    one = queries(browser, gap_url())
    world.offer("force-11", shares=True)
    world.publish("force-11")
    world.publish("force-09")

    assert queries(browser, gap_url()) == one


def test_pages_of_help_between_forces(world, client_for):
    world.publish("force-05", rating="promising", title="Asking at the front desk")
    world.offer("force-05", contact="team@force-05.police.uk")
    asker, helper = client_for(world.leads["force-01"]), client_for(world.leads["force-05"])
    lacks = asker.get(reverse("analytics:help-gaps", args=["force-01"]))
    assert [(row["version"].code, row["has_gap"], row["helpers"]) for row in lacks.context["rows"]] == [
        ("2.1.1", True, 1)
    ]

    gap = asker.get(gap_url())
    ask = gap.context["helpers"][0]["ask_url"]
    assert asker.get(ask).status_code == 200
    assert "Say what you need in a few words." in asker.post(ask, {"text": ""}).text
    sent = asker.post(ask, {"text": "How do you ask?"})
    request = HelpRequest.objects.get()
    assert sent.url == reverse("analytics:help-request", args=[request.reference])
    assert "You have asked them" in asker.get(gap_url()).text

    agree = reverse("analytics:help-step", args=[request.reference, "agree"])
    assert helper.get(agree).status_code == 200
    assert helper.post(agree, {"text": "Come over.", "version": "1"}).status_code == 302
    assert "team@force-05.police.uk" in asker.get(sent.url).text
    message = reverse("analytics:help-message", args=[request.reference])
    assert helper.post(message, {"text": ""}).status_code == 200
    assert helper.post(message, {"text": "When?"}).status_code == 302
    tried = reverse("analytics:help-step", args=[request.reference, "try"])
    assert asker.post(tried, {"text": "Asking."}).status_code == 302
    close = reverse("analytics:help-step", args=[request.reference, "close"])
    assert "Choose what came of it." in asker.post(close, {"text": "Fine."}).text
    assert asker.post(close, {"outcome": "works", "text": "Fine."}).status_code == 302
    assert "It works for us" in helper.get(sent.url).text
    for tab in ("open", "in", "out", "all"):
        assert helper.get(reverse("analytics:help"), {"tab": tab}).status_code == 200


def test_pages_of_offers(world, client_for):
    lead = client_for(world.leads["force-05"])
    new = reverse("analytics:help-offer-new")
    assert "Choose an action of the plan." in lead.post(new, {"text": "Visit us."}).text
    assert lead.get(new, {"action": "2.1.1"}).context["form"].initial["action"] == world.action

    assert lead.post(new, {"action": world.action.pk, "text": "Visit us.", "shares_level": "on"}).status_code == 302
    offer = world.forces["force-05"].help_offers.get()
    change = reverse("analytics:help-offer", args=[offer.pk])
    assert "e-mail address" in lead.post(change, {"text": "A", "contact": "us", "version": "1"}).text
    assert lead.post(change, {"text": "Call us.", "version": "1"}).status_code == 302
    offer.refresh_from_db()
    assert (offer.text, offer.shares_level) == ("Call us.", False)
    assert "Call us." in lead.get(reverse("analytics:help-offers")).text
    assert lead.post(reverse("analytics:help-offer-end", args=[offer.pk])).status_code == 302
    assert "offers no help yet" in lead.get(reverse("analytics:help-offers")).text


def test_unmet_gaps_put_what_nobody_helps_with_first(client_for):
    world = HelpWorld(codes=("2.1.1", "2.1.2"))
    world.publish("force-05")
    page = client_for(person("vkpp_staff")).get(reverse("analytics:help-unmet"))

    assert [(one["row"].version.code, one["row"].gaps, one["row"].examples) for one in page.context["rows"]] == [
        ("2.1.1", 1, 1)
    ]
    assert [row.version.code for row in page.context["hidden"]] == ["2.1.2"]

    world.offer("force-06")
    analyst = client_for(person("national_analyst")).get(reverse("analytics:help-unmet"))

    rows = [(one["row"].version.code, one["row"].gaps, one["row"].offers) for one in analyst.context["rows"]]
    assert rows == [("2.1.2", 1, 0), ("2.1.1", 1, 1)]
    assert analyst.context["rows"][0]["row"].open_requests is None
    lines = client_for(person("national_analyst")).get(reverse("analytics:help-unmet-csv")).text.splitlines()
    assert lines[1].startswith("2.1.2,Action 2.1.2,2024 round,Published,1,12,0,0,1.0,")


def test_unmet_gaps_say_when_no_figure_is_shown_yet(client_for, monkeypatch):
    HelpWorld(codes=("2.1.1",))
    monkeypatch.setattr(unmet.figures, "find_nation", lambda *_asked, **_named: [])  # not counted yet

    page = client_for(person("national_analyst")).get(reverse("analytics:help-unmet"))

    assert page.context["rows"] == []
    assert "How many forces name gaps is not shown for any action of this round yet." in page.text
    assert "For every action with a gap" not in page.text


def test_panels_lead_to_help(world, client_for):
    lead = client_for(world.leads["force-01"])
    answer = reverse("nvap:answer", args=["2026", "force-01", "2.1.1"])
    assert "Who can help" not in lead.get(answer).text

    world.offer("force-05")
    request = world.ask()
    plan = world.now.round.plan
    PlanVersion.objects.filter(pk=plan.pk).update(state="published", published_at=timezone.now())

    assert "Who can help" not in lead.get(answer).text, "what stands beside an answer is kept for some seconds"
    cache.clear()
    assert "1 force offers help or has published practice" in lead.get(answer).text
    assert "These forces offer help" in lead.get(reverse("nvap:action", args=[plan.code, "2.1.1"])).text
    assert request.reference in client_for(world.leads["force-05"]).get("/").text
    assert "Who can help" in lead.get(reverse("analytics:front")).text


def test_looks_of_staff_at_a_need_are_logged(world, client_for):
    client_for(world.leads["force-01"]).get(gap_url())
    assert not AuditEvent.objects.filter(verb="return.look").exists()

    client_for(person("vkpp_staff")).get(gap_url())

    assert [event.after["action"] for event in AuditEvent.objects.filter(verb="return.look")] == ["2.1.1"]
    world.offer("force-05")
    page = reverse("analytics:help-request", args=[world.ask().reference])
    client_for(world.leads["force-01"]).get(page)
    assert not AuditEvent.objects.filter(verb="help_request.look").exists()

    client_for(person("vkpp_staff")).get(page)

    assert AuditEvent.objects.filter(verb="help_request.look").count() == 1


def test_both_sides_are_reminded_of_what_waits(world):
    world.offer("force-05")
    request = world.ask()
    asked = timezone.localdate(request.asked_at, LONDON)
    helper, asker = world.leads["force-05"], world.leads["force-01"]

    assert help_reminding.remind(day=asked + dt.timedelta(days=6)) == 0
    for _twice in range(2):
        help_reminding.remind(day=asked + dt.timedelta(days=7))
    work()
    assert told(helper) == ["help_asked", "help_due"]

    helping.agree(request=request, text="", by=helper)
    assert help_reminding.remind(day=asked + dt.timedelta(days=21)) == 0
    assert help_reminding.remind(day=asked + dt.timedelta(days=60)) == 1
    work()
    assert told(asker) == ["help_agreed", "help_due"]
