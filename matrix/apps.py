from django.apps import AppConfig
from django.db.models.signals import post_migrate

from matrix.roles import make_groups


class MatrixConfig(AppConfig):
    name = "matrix"
    verbose_name = "Inference matrix"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(make_groups, sender=self, dispatch_uid="matrix.roles")
