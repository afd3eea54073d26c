"""The portal's own work, for those who run it: what is owed, late or failed, read-only times and announced maintenance."""

OPEN_WHILE_READ_ONLY = (  # signing in and out goes on, and so do a browser's reports of what a page tried
    *("account_login", "account_logout", "account_reauthenticate", "mfa_authenticate", "mfa_login_webauthn"),
    *("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "openid_connect_login", "csp_report"),
)
