"""Peer groups: which forces a force is compared with."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nvap.plan_querysets import PeerSetQuerySet
from nvap.vocab import PeerKind
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check


class PeerSet(models.Model):
    """A versioned group of forces to compare with; directed: who is my peer need not have me as theirs."""

    code = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=PeerKind)
    owner = models.ForeignKey(
        Force,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="own_peer_sets",
        help_text=_("Own choice of this force."),
    )
    valid_from = models.DateField()
    method = models.TextField(help_text=_("Where the membership comes from; it is loaded, never invented."))
    counts_self = models.BooleanField(default=False, help_text=_("Whether a force is in its own peer figures."))
    sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PeerSetQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "code", "-version"]
        constraints = [
            choice_check("kind", PeerKind, "peer_set_kind_known"),
            models.UniqueConstraint(fields=["code", "version"], name="peer_set_once"),
        ]
        triggers = [pgtrigger.Protect(name="peer_set_stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class PeerMember(models.Model):
    """`peer` is a peer of `force` in this set."""

    peer_set = models.ForeignKey(PeerSet, on_delete=models.CASCADE, related_name="members")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="peers")
    peer = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["peer_set", "force", "peer"], name="peer_member_once"),
            models.CheckConstraint(condition=~Q(force=F("peer")), name="peer_member_other"),
        ]
        triggers = [pgtrigger.Protect(name="peer_member_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.force_id} → {self.peer_id}"
