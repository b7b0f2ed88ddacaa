"""App configuration: commands, and what every process of the site does when it starts."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "studyguide.operations"

    def ready(self) -> None:
        """The worker counts as the site too: no restore while it is at work."""
        from huey.contrib.djhuey import on_startup

        from studyguide.operations.locks import attend

        on_startup()(attend)
