"""Every change to forces, people, roles and tokens. Keyword-only; `by` is who acts, None the portal itself."""

from vkpp.accounts.actions.forces import load_forces
from vkpp.accounts.actions.invitations import (
    accept_invitation,
    cancel_invitation,
    invitation_for,
    invite,
    join,
    resend_invitation,
)
from vkpp.accounts.actions.people import (
    deactivate,
    open_account,
    remove_unreadable_factors,
    reset_second_factor,
    sign_out_everywhere,
    sign_out_person,
    update_profile,
)
from vkpp.accounts.actions.roles import (
    decide_role_request,
    end_membership,
    grant,
    request_role,
    take_back_role_request,
)
from vkpp.accounts.actions.tokens import create_token, revoke_token

__all__ = [
    "accept_invitation",
    "cancel_invitation",
    "create_token",
    "deactivate",
    "decide_role_request",
    "end_membership",
    "grant",
    "invitation_for",
    "invite",
    "join",
    "load_forces",
    "open_account",
    "remove_unreadable_factors",
    "request_role",
    "resend_invitation",
    "reset_second_factor",
    "revoke_token",
    "sign_out_everywhere",
    "sign_out_person",
    "take_back_role_request",
    "update_profile",
]
