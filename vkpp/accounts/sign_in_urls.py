"""Addresses of signing in and up, second factors and the forces' identity providers: pages of allauth under /account/."""

from allauth.account.decorators import reauthentication_required
from allauth.account.views import email
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, include, path

again = reauthentication_required(app="allauth.account")

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/email/", login_required(again(email)), name="account_email"),  # before allauth's own, which asks less
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/provider/", include("allauth.socialaccount.urls")),
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
