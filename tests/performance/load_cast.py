"""The people of `make load`: 20 in each of 44 forces who may answer everything, with sessions made beforehand.

Run in a process of its own on the copy of the database; prints what the people need to know, as JSON.
"""

import datetime as dt
import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.performance.settings")
FORCES, EACH = 44, 20


def main():
    """Make them, and say who they are."""
    import django

    django.setup()
    from tests.performance.nvap_load import ROUNDS

    last, over = f"bench-{ROUNDS}", f"bench-{ROUNDS - 1}"
    print(json.dumps({"round": last, "over": over, "people": list(people()), "answers": answers(last)}))


def people():
    """Session and force of each."""
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.cached_db import SessionStore
    from django.utils import timezone

    from nvap.models import Round
    from vkpp.accounts.models import Membership

    now = timezone.now()
    Round.objects.filter(state="running").update(due_at=now + dt.timedelta(hours=6))  # the last day
    wanted = [f"writer{number}" for number in range(EACH)]
    users = get_user_model().objects.filter(email__endswith=".example", memberships__role="contributor").distinct()
    found = [user for user in users.prefetch_related("memberships__force") if user.email.split("@")[0] in wanted]
    force_of = {user.pk: user.memberships.all()[0].force for user in found}
    found.sort(key=lambda user: (force_of[user.pk].code, wanted.index(user.email.split("@")[0])))
    Membership.objects.bulk_create(
        Membership(user=user, force=force_of[user.pk], role="nvap_lead", granted_at=now) for user in found
    )
    for user in found:
        store = SessionStore()
        store.update(session_values(user))
        store.create()
        yield {"session": store.session_key, "force": force_of[user.pk].code}


def session_values(user):
    """What a session holds after signing in with a second factor."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from vkpp.accounts import second_factor

    return {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        second_factor.SESSION_KEY: str(user.pk),
    }


def answers(last):
    """Force → (action, version) of each answer that counts."""
    from nvap.models import Response

    found = {}
    rows = Response.objects.filter(ret__round__code=last).select_related("action_version", "ret__force")
    for row in rows.order_by("ret__force__code", "action_version__order"):
        if row.counts:
            found.setdefault(row.ret.force.code, []).append([row.action_version.code, row.version])
    return found


if __name__ == "__main__":
    main()
