from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "analytics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from analytics import demo, listening, operations, people, retention  # noqa: F401 - listening does what is owed
        from analytics.datasets import catalogue
        from analytics.datasets import making as data_making  # noqa: F401 - registers what it does for jobs
        from analytics.feeds import delivering  # noqa: F401 - registers what it does for the outbox
        from analytics.packs import making as pack_making  # noqa: F401 - registers what it does for jobs
        from analytics.register import docs as register_docs
        from analytics.reports import making  # noqa: F401 - registers what it does for jobs
        from analytics.search import places
        from vkpp.core import derived_docs, loading, metrics, navigation

        catalogue.register()
        metrics.register(operations.Figures())
        places.register()
        retention.register()
        navigation.register_search(navigation.SearchPlace(_("Search everything"), "search:everything", order=1))
        navigation.register(navigation.NavItem(_("Insight"), "analytics:front", order=40, shown=people.may_read))
        loading.register_demo(60, demo.load)
        derived_docs.register("workflows.md", register_docs.workflows, order=410)
        _register_panels()


def _register_panels() -> None:
    """What is shown on pages of the apps to the left, and on our own."""
    from analytics import changed, force_panels, front_panels, operations, register_panels
    from analytics.datasets import panels as data_panels
    from analytics.matching import panels as help_panels
    from analytics.packs import panels as pack_panels
    from analytics.picture import panels as picture_panels
    from vkpp.core import panels

    front_panels.register()
    force_panels.register()
    data_panels.register()
    register_panels.register()
    help_panels.register()
    pack_panels.register()
    picture_panels.register()
    panels.register("home_aside", panels.Panel("analytics/home_changed.html", changed.since_last_time, order=10))
    panels.register("home", panels.Panel("analytics/home_alarm.html", operations.alarm, order=5))
    panels.register("operations", panels.Panel("analytics/operations_webhooks.html", operations.webhooks))
