"""Addresses of accounts and people; those of signing in are `sign_in_urls`."""

from django.urls import URLPattern, path

from vkpp.accounts.views import account, audit, demo, invitations, leaving, notifications, people, roles, tokens

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("account/", account.account, name="account"),
    path("account/profile/", account.profile, name="profile"),
    path("account/second-factor/", account.second_factor_page, name="second_factor"),
    path("account/signed-in/", account.sessions, name="sessions"),
    path("account/signed-in/<int:pk>/end/", account.end_session, name="end_session"),
    path("account/signed-in/end-others/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/leave/", account.leave, name="leave"),
    path("account/held/", leaving.held, name="held"),
    path("account/held/file/", leaving.held_file, name="held_file"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/new/", tokens.new_token, name="new_token"),
    path("account/tokens/<int:pk>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("account/roles/", roles.ask, name="ask"),
    path("account/roles/requests/<int:pk>/take-back/", roles.take_back, name="take_back"),
    path("account/notifications/", notifications.notifications, name="notifications"),
    path("account/notifications/choices/", notifications.choices, name="notification_choices"),
    path("account/notifications/read/", notifications.read_all, name="read_all"),
    path("account/notifications/<int:pk>/", notifications.open_notification, name="open_notification"),
    path("account/people/", people.people, name="people"),
    path("account/people/<int:pk>/", people.person, name="person"),
    path("account/people/<int:pk>/reset-second-factor/", people.reset_second_factor, name="reset_second_factor"),
    path("account/people/<int:pk>/sign-out/", people.sign_out_person, name="sign_out_person"),
    path("account/people/<int:pk>/close/", people.close_account, name="close_account"),
    path("account/people/left/", leaving.left, name="left"),
    path("account/people/left/<int:pk>/", leaving.anonymise, name="anonymise"),
    path("account/people/roles/<int:pk>/end/", people.end_role, name="end_role"),
    path("account/people/requests/", people.requests, name="requests"),
    path("account/people/requests/<int:pk>/", people.decide, name="decide"),
    path("account/people/invitations/", invitations.invitations, name="invitations"),
    path("account/people/invitations/new/", invitations.invite, name="invite"),
    path("account/people/invitations/<int:pk>/resend/", invitations.resend, name="resend"),
    path("account/people/invitations/<int:pk>/cancel/", invitations.cancel, name="cancel"),
    path("account/audit/", audit.audit, name="audit"),
    path("invitation/<str:secret>/", invitations.invitation, name="invitation"),
    path("help/roles/", roles.roles, name="roles"),
    path("demo/", demo.demo, name="demo"),
]
