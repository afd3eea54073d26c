"""How the audit trail reads what happens to people, roles and tokens."""

from django.utils.translation import gettext_lazy as _

AUDIT = {
    "account.open": _("opened the account"),
    "account.open_again": _("opened the account again"),
    "account.close": _("closed the account"),
    "account.profile": _("changed the profile"),
    "account.email": _("changed the e-mail address"),
    "account.sign_in": _("signed in"),
    "account.sign_out_everywhere": _("ended the other sessions"),
    "account.password_change": _("changed the password"),
    "account.password_reset": _("reset the password by mail"),
    "account.second_factor_add": _("set up a second factor"),
    "account.second_factor_remove": _("removed a second factor"),
    "account.reset_second_factor": _("reset the person’s second factor"),
    "account.recovery_codes": _("made new recovery codes"),
    "force.add": _("added the force"),
    "invitation.send": _("invited to a role"),
    "invitation.resend": _("sent the invitation again"),
    "invitation.cancel": _("took the invitation back"),
    "invitation.accept": _("accepted the invitation"),
    "membership.grant": _("granted the role"),
    "membership.end": _("ended the role"),
    "role_request.ask": _("asked for the role"),
    "role_request.grant": _("granted the request"),
    "role_request.refuse": _("refused the request"),
    "role_request.take_back": _("took the request back"),
    "token.create": _("made the API token"),
    "token.revoke": _("revoked the API token"),
}
