"""Two rounds of twelve forces: 2024 published, 2026 running, with the same plan and form; and people who ask and help.

world = help_world()                     # force-01 asks; force-05 rose from 1 to 3 between 2022 and 2024
world.offer("force-05", shares=True)
"""

import datetime as dt

from django.utils import timezone

from analytics.actions import helping, offering
from nvap.models import Gap, Response, Return, Round
from tests.analytics.world import RoundWorld, work
from tests.factories.accounts import person
from tests.factories.practice import published_practice, words

FIRST = (1, 1, 2, 2, 1, 3, 2, 0, 1, 3, 2, 4)
SECOND = (1, 2, 2, 3, 3, 3, 1, 0, 2, 4, 4, 4)
NOW = (1, 2, 2, 3, 3, 3, 1, 0, 2, 4, 4, 4)


class HelpWorld:
    """Forces with published levels, and what they do for one another."""

    def __init__(self, *, codes=("2.1.1",)):
        words()
        self.first = _filled(RoundWorld(code="2022", codes=codes), FIRST, years=4)
        self.second = _filled(_after(self.first, "2024"), SECOND, years=2)
        self.now = _after(self.second, "2026")
        self.forces, self.action = self.first.forces, self.first.actions[0].action
        for name, score in zip(self.forces, NOW, strict=True):
            self.now.answer(name, implementation=score, gap=name == "force-01")
        response = Response.objects.get(ret=self.now.returns["force-01"], action_version=self.now.actions[0])
        Gap.objects.create(response=response, text="Nobody asks at the front desk.", identified_by="force")
        work()
        self.leads = {name: person("nvap_lead", force) for name, force in self.forces.items()}

    def offer(self, name, *, shares=False, action=None, **values):
        """This force offers help."""
        values = {"text": "Come and see.", "contact": "", "shares_level": shares, **values}
        return offering.offer(force=self.forces[name], action=action or self.action, values=values, by=self.leads[name])

    def publish(self, name, **changes):
        """This force has a published example on the action."""
        owner = person("contributor", self.forces[name])
        return published_practice(by=owner, actions=[self.action.code], **changes)

    def ask(self, helper="force-05", *, force="force-01", text="How does your front desk ask?", **more):
        """One force asks another."""
        return helping.ask(
            force=self.forces[force],
            action=self.action,
            helper=self.forces[helper],
            text=text,
            by=self.leads[force],
            **more,
        )


def _filled(world, levels, *, years):
    for action in world.actions:
        for name, score in zip(world.forces, levels, strict=True):
            world.answer(name, action, implementation=score, impact=score, gap=score == 0, owe=False)
    for name in world.forces:
        world.sign(name)
        world.accept(name)
    world.publish()
    then = timezone.now() - dt.timedelta(days=365 * years)
    Round.objects.filter(pk=world.round.pk).update(opens_at=then, due_at=then + dt.timedelta(days=30))
    world.round.refresh_from_db()
    work()
    return world


def _after(earlier, code):
    world = RoundWorld(forces=0, code=code, plan=earlier.round.plan, form=earlier.round.form)
    Round.objects.filter(pk=world.round.pk).update(previous=earlier.round)
    world.round.refresh_from_db()
    world.forces = earlier.forces
    world.returns = {
        name: Return.objects.create(round=world.round, force=force) for name, force in world.forces.items()
    }
    Response.objects.bulk_create(
        Response(ret=ret, action_version=action) for ret in world.returns.values() for action in world.actions
    )
    return world
