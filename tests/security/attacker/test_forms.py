"""Every form that force A's people are shown, sent by others: nothing of force A changes, and nobody learns of it."""

import pytest

from tests.security.attacker.nothing import counterpart, tried
from tests.security.attacker.sending import body_of, insist_on_none
from tests.security.attacker.shared import MAY_ACT, OWN, takes_part
from tests.security.checks import leaks
from tests.security.hostile.walk import WHOLE
from tests.security.world import IN_B

pytestmark = pytest.mark.django_db

SENDERS = ("anonymous", "nobody", *IN_B, "evaluator", "peer_reviewer") if WHOLE else ("nvap_lead@B",)


def sent_by(world, actor, form):
    """What is wrong with what somebody does with a form of force A; nothing when all is well."""
    answer = tried(world, actor, "post", form.action, data=body_of(form))
    stored = answer.stored
    is_own = counterpart(form.action, world=world) is None
    added = {} if is_own or form.route in MAY_ACT else stored.added
    gone = {table: n for table, n in stored.gone.items() if not is_own or table not in OWN}
    if takes_part(world, actor, form.action):
        added, gone = {}, {}
    markers = leaks(world, actor, answer, form.route)
    if answer.differs or added or gone or markers or answer.status_code >= 500:
        return form.action, answer.status_code, answer.differs, added, gone, markers
    return None


@pytest.mark.parametrize("actor", SENDERS)
def test_forms_of_force_a_do_nothing_for_others(world, loot, actor, record_property):
    forms = {(form.action if WHOLE else form.route, form.typed): form for form in loot.forms.values()}
    forms = [form for form in forms.values() if form.method == "post"]
    record_property("forms", len(forms))
    insist_on_none(sent_by(world, actor, form) for form in forms)
    assert len(forms) > 100
