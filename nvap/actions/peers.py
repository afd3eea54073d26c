"""Peer groups: loaded as versions that stay, by VKPP or, for its own choice, by a force's lead."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import news
from nvap.actions.plans import check_manager
from nvap.models import PeerMember, PeerSet
from nvap.vocab import PeerKind
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.core import audit, outbox
from vkpp.core.exceptions import Invalid, NotAllowed

Pair = tuple[int, int]
FEWEST_OWN = 4


@transaction.atomic
def load_set(
    *,
    code: str,
    title: str,
    kind: str,
    method: str,
    pairs: Iterable[Pair],
    by: Any,
    counts_self: bool = False,
    sample: bool = False,
) -> PeerSet:
    """A new version of a peer group; `pairs` are (force id, id of its peer). The same members again change nothing."""
    check_manager(by)
    if kind == PeerKind.OWN:
        raise Invalid({"kind": [_("A force chooses its own peers itself; VKPP cannot load them.")]})
    if not method.strip():
        raise Invalid({"method": [_("Say where the membership comes from. It is shown beside every figure.")]})
    words = {"title": title, "kind": kind, "method": method, "counts_self": counts_self, "sample": sample}
    return _new_version(code, set(pairs), by, **words)


@transaction.atomic
def choose_own(*, force: Force, peers: Iterable[Force], by: Any) -> PeerSet:
    """The forces that this force wants to be compared with, chosen by its lead."""
    if by is not None and not can(by, Permission.RETURN_MANAGE_FORCE, force):
        raise NotAllowed(_("Only the force's NVAP lead chooses its own peers."))
    chosen = {peer for peer in peers if peer.benchmarked}
    if force in chosen:
        raise Invalid({"peers": [_("A force is not its own peer. Leave it out.")]})
    if len(chosen) < FEWEST_OWN:
        raise Invalid({"peers": [_("Choose at least four forces; figures of fewer cannot be shown.")]})
    return _new_version(
        f"own-{force.code}",
        {(force.pk, peer.pk) for peer in chosen},
        by,
        title=_("Chosen by %(force)s") % {"force": force.short_name},
        kind=PeerKind.OWN,
        owner=force,
        method=_("Chosen by the force's NVAP lead."),
    )


def _new_version(code: str, pairs: set[Pair], by: Any, **words: Any) -> PeerSet:
    last: PeerSet | None = PeerSet.objects.filter(code=code).order_by("-version").first()
    if last is not None and _unchanged(last, pairs, words):
        return last
    number = (PeerSet.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0) + 1
    peer_set: PeerSet = PeerSet.objects.create(
        code=code, version=number, valid_from=timezone.localdate(), created_by=by, **words
    )
    PeerMember.objects.bulk_create(
        PeerMember(peer_set=peer_set, force_id=force, peer_id=peer) for force, peer in sorted(pairs)
    )
    audit.record(by=by, verb="peers.load", target=peer_set, after={"version": number, "members": len(pairs)})
    outbox.announce(news.PEERS, {"peer_set": peer_set.pk})
    return peer_set


def _unchanged(last: PeerSet, pairs: set[Pair], words: dict[str, Any]) -> bool:
    same_words = all(getattr(last, name) == value for name, value in words.items())
    return same_words and set(last.members.values_list("force_id", "peer_id")) == pairs
