from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MatrixConfig(AppConfig):
    name = "matrix"
    verbose_name = "Inference matrix"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from matrix.admin.roles import make_groups  # the admin knows the models, which are loaded only now

        post_migrate.connect(make_groups, sender=self, dispatch_uid="matrix.admin.roles")
