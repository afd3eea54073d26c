from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "vkpp.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vkpp.accounts import docs
        from vkpp.core import derived_docs

        derived_docs.register("roles.md", docs.roles)
