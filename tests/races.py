"""Doing things at the same time, each in a thread with a database connection of its own.

The test needs `@pytest.mark.django_db(transaction=True)`.
"""

import threading

from django.db import connection

from vkpp.core.exceptions import PortalError


def at_once(act, people):
    """What became of each person's `act`, all started together: `done`, or the name of the refusal."""
    barrier, outcomes = threading.Barrier(len(people)), [""] * len(people)

    def run(place, who):
        barrier.wait()
        try:
            act(who)
            outcomes[place] = "done"
        except PortalError as error:
            outcomes[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
