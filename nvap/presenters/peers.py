"""Peer groups as people read them."""

from typing import Any

from nvap.models import PeerMember, PeerSet
from nvap.vocab import PeerKind
from vkpp.accounts.models import Force


def set_page(peer_set: PeerSet) -> dict[str, Any]:
    """One version of a peer group, force by force."""
    rows: dict[str, list[str]] = {}
    pairs = peer_set.members.order_by("force__name", "peer__name")
    for force, peer in pairs.values_list("force__name", "peer__short_name"):
        rows.setdefault(force, []).append(peer)
    versions = PeerSet.objects.filter(code=peer_set.code).order_by("-version")
    return {"set": peer_set, "rows": list(rows.items()), "versions": versions}


def own_page(user: Any, force: Force) -> dict[str, Any]:
    """The force's peers, group by group."""
    sets = list(PeerSet.objects.visible_to(user).newest())
    members = PeerMember.objects.filter(peer_set__in=[row.pk for row in sets], force=force)
    peers: dict[int, list[Force]] = {}
    for member in members.select_related("peer").order_by("peer__name"):
        peers.setdefault(member.peer_set_id, []).append(member.peer)
    own = next((row for row in sets if row.owner_id == force.pk and row.kind == PeerKind.OWN), None)
    return {
        "force": force,
        "groups": [{"set": row, "peers": peers[row.pk]} for row in sets if row.pk in peers],
        "own_ids": [peer.pk for peer in peers.get(own.pk, [])] if own else [],
    }
