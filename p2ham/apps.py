from django.apps import AppConfig


class P2hamConfig(AppConfig):
    name = "p2ham"
    verbose_name = "Portal P2HAM"

    def ready(self) -> None:
        from p2ham import checks  # noqa: F401  (registers the system checks)
