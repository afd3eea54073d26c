from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reviews import (
            briefing_panels,
            case_panels,
            coding_panels,
            demo,
            demo_briefings,
            demo_coding,
            demo_fieldwork,
            demo_peers,
            docs,
            fieldwork_work,
            learning_panels,
            news,
            peer_panels,
            reference,
            retention,
        )
        from reviews import export_jobs as _export_jobs  # noqa: F401 - registers what it does for jobs
        from reviews.actions import documents as _documents  # noqa: F401 - registers what workers do with documents
        from reviews.actions import recommendation_plan  # noqa: F401 - registers what it does for the outbox
        from vkpp.core import derived_docs, loading, navigation

        navigation.register(navigation.NavItem(_("Reviews"), "reviews:front", 30, news.signed_in))
        loading.register_reference(40, reference.load)
        loading.register_demo(40, demo.load)
        loading.register_demo(41, demo_coding.load)
        loading.register_demo(45, demo_briefings.load)
        loading.register_demo(46, demo_peers.load)
        loading.register_demo(47, demo_fieldwork.load)
        derived_docs.register("workflows.md", docs.workflows, order=300)
        briefing_panels.register()
        case_panels.register()
        coding_panels.register()
        learning_panels.register()
        peer_panels.register()
        retention.register()
        fieldwork_work.register()
