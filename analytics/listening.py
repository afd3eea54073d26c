"""What the portal does for benchmarking when answers change: handlers of the outbox."""

from typing import Any

from analytics.actions import counting, publishing
from vkpp.core import outbox


@outbox.handler("nvap.answer_changed")
def answer_changed(payload: dict[str, Any]) -> None:
    """Count the action anew, and with it every other of the round that waits: many at once cost little more than one."""
    waiting = outbox.also_done("nvap.answer_changed", {"round": payload["round"]})
    counting.count(round_id=payload["round"], action_ids={one["action"] for one in (payload, *waiting)})


@outbox.handler("nvap.basis_changed")
def basis_changed(payload: dict[str, Any]) -> None:
    """Count the whole round anew: a signature, its end or an acceptance concerns every action."""
    actions = counting.actions_of(payload["round"])
    counting.lock(payload["round"], actions)
    outbox.also_done("nvap.basis_changed", {"round": payload["round"]})
    counting.count(round_id=payload["round"], action_ids=actions)


@outbox.handler("nvap.peers_changed")
def peers_changed(_payload: dict[str, Any]) -> None:
    """Count every announced round anew for the new version of a peer group."""
    outbox.also_done("nvap.peers_changed", {})
    for round_id in counting.running():
        counting.count(round_id=round_id, action_ids=counting.actions_of(round_id))


@outbox.handler("nvap.round_published")
def round_published(payload: dict[str, Any]) -> None:
    """Freeze the round's baseline."""
    publishing.publish(round_id=payload["round"])
