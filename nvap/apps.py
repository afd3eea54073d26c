from django.apps import AppConfig


class NvapConfig(AppConfig):
    name = "nvap"
    default_auto_field = "django.db.models.BigAutoField"
