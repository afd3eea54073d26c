"""Who can help: the page of a gap, what a force lacks, unmet gaps and the API, as a force's lead opens them.

Five forces offer help on each action, two of them share their level. The offers are made here, once.
"""

COUNT = 60
OFFERS = 5
TARGETS = {
    "who can help with a gap": 8,
    "what a force lacks": 8,
    "unmet gaps": 8,
    "who can help, API": 8,
    "requests for help, API page of 100": 5,
}


def kinds(people):
    """Pages of different actions, so that no answer is measured twice in a row."""
    from nvap.models import Action

    codes = list(Action.objects.filter(versions__plan__code="bench").order_by("code").values_list("code", flat=True))
    _offers(codes)
    places = [codes[n % len(codes)] for n in range(COUNT)]
    yield "who can help with a gap", people.lead, [f"/insight/help/forces/norfolk/{code}/" for code in places]
    yield "what a force lacks", people.lead, ["/insight/help/forces/norfolk/"] * COUNT
    yield "unmet gaps", people.analyst, ["/insight/help/unmet/"] * COUNT
    match = "/api/v1/help-matches/?force=norfolk&action="
    yield "who can help, API", people.analyst, [f"{match}{code}" for code in places]
    yield "requests for help, API page of 100", people.lead, ["/api/v1/help-requests/?page_size=100"] * COUNT


def _offers(codes):
    """Standing offers and some requests, unless they are there already."""
    from analytics.actions import helping
    from analytics.models import HelpOffer
    from nvap.models import Action
    from nvap.telling import leads
    from vkpp.accounts.models import Force

    if HelpOffer.objects.exists():
        return
    forces = list(Force.objects.filter(benchmarked=True).exclude(code="norfolk").order_by("code"))
    lead = {force.pk: leads(force.pk)[0] for force in forces}
    actions = {action.code: action for action in Action.objects.filter(code__in=codes)}
    HelpOffer.objects.bulk_create(
        HelpOffer(
            force=force, action=actions[code], text="Come and see.", shares_level=n < 2, offered_by=lead[force.pk]
        )
        for place, code in enumerate(codes)
        for n, force in enumerate((forces * 2)[place % len(forces) :][:OFFERS])
    )
    asks = Force.objects.get(code="norfolk")
    for offer in HelpOffer.objects.select_related("force", "action").order_by("pk")[:150]:
        helping.ask(force=asks, action=offer.action, helper=offer.force, text="A visit.", by=leads(asks.pk)[0])
