"""What is said and counted of help that was given."""

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.actions import helping
from nvap.models import PlanVersion
from tests.analytics.help_world import HelpWorld
from tests.analytics.test_help import shown, told
from tests.analytics.world import make_plan

pytestmark = pytest.mark.django_db


def helped(world, force):
    asker = world.leads[force]
    request = world.ask(force=force)
    helping.agree(request=request, text="Come on Tuesday.", by=world.leads["force-05"])
    helping.note_tried(request=request, text="Asked everybody twice.", by=asker)
    helping.note_result(request=request, outcome="works", text="Yes.", tells_level=True, by=asker)
    return request


def test_force_that_was_helped_twice_counts_once():
    world = HelpWorld()
    world.offer("force-05")
    helped(world, "force-01")
    helped(world, "force-01")
    assert shown(world, "force-02")["force-05"][-1] == "1 force said its help was useful"

    helped(world, "force-03")
    assert shown(world, "force-02")["force-05"][-1] == "2 forces said its help was useful"


def test_changing_a_result_tells_nobody_and_does_not_say_so(client_for):
    world = HelpWorld()
    world.offer("force-05")
    request = helped(world, "force-01")
    before = told(world.leads["force-05"])

    answer = client_for(world.leads["force-01"]).post(
        reverse("analytics:help-step", args=[request.reference, "resume"]), follow=True
    )

    said = [str(message) for message in answer.context["messages"]]
    assert (said, told(world.leads["force-05"])) == (["Saved."], before)


def test_action_that_no_round_has_asked_for_leads_to_no_page_of_helpers(client_for):
    world = HelpWorld()
    new = make_plan("plan-new", codes=("2.1.1", "2.9.9"))
    PlanVersion.objects.filter(pk=new.pk).update(state="published", published_at=timezone.now())
    browser = client_for(world.leads["force-01"])

    pages = [browser.get(reverse("nvap:action", args=[new.code, code])).text for code in ("2.1.1", "2.9.9")]

    assert ["Who can help your force" in page for page in pages] == [True, False]
