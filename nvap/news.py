"""News of returns for the apps to the right: owed through the outbox in the transaction of the change.

`nvap.basis_changed` {"round", "force"}: what is signed or validated changed; `nvap.answer_changed` {"round", "action",
"force"}: a live answer changed; `nvap.peers_changed` {"peer_set"}: a peer group has a new version;
`nvap.improvement_changed` {"improvement"}: an improvement action moved, or has another owner or date. Nothing is owed
while no app listens.
"""

from nvap.models import ImprovementAction, Response, Return
from vkpp.core import outbox

BASIS = "nvap.basis_changed"
ANSWER = "nvap.answer_changed"
PEERS = "nvap.peers_changed"
IMPROVEMENT = "nvap.improvement_changed"


def basis_changed(ret: Return) -> None:
    """A signature or an acceptance came, went or was replaced."""
    outbox.announce(BASIS, {"round": ret.round_id, "force": ret.force_id})


def answer_changed(response: Response) -> None:
    """An answer, or what VKPP notes beside it, changed."""
    ret = response.ret
    outbox.announce(ANSWER, {"round": ret.round_id, "action": response.action_version_id, "force": ret.force_id})


def improvement_changed(improvement: ImprovementAction) -> None:
    """An improvement action moved, or has another owner or date."""
    outbox.announce(IMPROVEMENT, {"improvement": improvement.pk})
