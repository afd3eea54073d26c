from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "vkpp.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vkpp.accounts import demo, docs, emails, home, reference, retention, rules, signals, words
        from vkpp.accounts.operations import OPEN_WHILE_READ_ONLY, reading
        from vkpp.core import audit_words, derived_docs, loading, navigation, read_only

        del emails  # registers what it sends when it is imported
        signals.connect()
        audit_words.register(words.AUDIT)
        loading.register_reference(10, reference.load)
        loading.register_demo(10, demo.load)
        derived_docs.register("roles.md", docs.roles)
        home.register()
        retention.register()

        def sees_people(request: HttpRequest) -> bool:
            return rules.sees_people(request.user)

        def runs_it(request: HttpRequest) -> bool:
            return reading.may_read(request.user)

        navigation.register(navigation.NavItem(_("People"), "accounts:people", order=80, shown=sees_people))
        navigation.register(navigation.NavItem(_("Operations"), "operations:front", order=90, shown=runs_it))
        read_only.open_routes(*OPEN_WHILE_READ_ONLY)
