"""A published example in force A whose owner permits evaluators, a body with one person, and who brings them together.

world = IntroductionWorld()
one = world.ask(by=world.staff)
world.step(one, "agree", by=world.owner)
"""

from django.urls import reverse

from practice.actions import evaluators, introducing, sharing
from practice.vocab import Use
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice, words


def url(introduction, name="introduction", *more):
    """The address of one of its pages."""
    return reverse(f"practice:{name}", args=[introduction.reference, *more])


class IntroductionWorld:
    """Who is in it, and what they do."""

    def __init__(self):
        words()
        self.force = ForceFactory(code="norfolk")
        self.owner, self.lead = person("contributor", self.force), person("nvap_lead", self.force)
        self.staff, self.evaluator = person("vkpp_staff"), person("evaluator")
        self.other = person("evaluator")
        self.practice = published_practice(by=self.owner, permitted=("share_forces", "contact_evaluators"))
        self.body = self.add_body("University of Somewhere", people=(self.evaluator,))

    def add_body(self, name, people=(), **values):
        """A listed body interested in domestic abuse."""
        values = {"name": name, "kind": "university", "strands": ["DA"], "methods": ["impact"], "regions": [], **values}
        body = evaluators.add(values={"contact_email": "centre@university.example", **values}, by=self.staff)
        evaluators.move(body=body, action="list", by=self.staff)
        for one in people:
            evaluators.add_person(body=body, email=one.email, by=self.staff)
        return body

    def publish(self, **changes):
        """Another published example of the owner, open to everybody."""
        uses = ("publish_public", "contact_evaluators")
        return published_practice(by=self.owner, permitted=uses, **changes)

    def ask(self, *, by, practice=None, body=None, text="Does it work elsewhere?"):
        """Somebody asks for an introduction."""
        return introducing.ask(practice=practice or self.practice, body=body or self.body, text=text, by=by)

    def step(self, introduction, action, *, by, **more):
        """Somebody takes a step."""
        introducing.step(introduction=introduction, action=action, by=by, **more)

    def introduced(self, **more):
        """An introduction after VKPP has made it."""
        one = self.ask(by=self.owner, **more)
        self.step(one, "introduce", by=self.staff)
        return one

    def revoke(self, practice=None):
        """The owner takes the permission back."""
        sharing.revoke(practice=practice or self.practice, use=Use.CONTACT_EVALUATORS, by=self.owner)
