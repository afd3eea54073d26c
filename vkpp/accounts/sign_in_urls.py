"""Addresses of signing in and up, second factors and the forces' identity providers: pages of allauth under /account/."""

from allauth.account.views import email
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, include, path

from vkpp.accounts import oidc_client
from vkpp.accounts.views.shared import asks_again

urlpatterns: list[URLPattern | URLResolver] = [
    # before allauth's own, which asks less
    path("account/email/", login_required(asks_again(email)), name="account_email"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/provider/", include("allauth.socialaccount.urls")),
    path("account/oidc/<str:provider_id>/login/", oidc_client.login, name="openid_connect_login"),
    path("account/oidc/<str:provider_id>/login/callback/", oidc_client.callback, name="openid_connect_callback"),
]
