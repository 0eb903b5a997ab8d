from functools import partial

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.contrib.auth.signals import user_login_failed
from django.db.models.signals import post_migrate


class MatrixConfig(AppConfig):
    name = "matrix"
    verbose_name = "Inference matrix"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # These know the models, which are loaded only now.
        from matrix.admin.doors import log_failure
        from matrix.admin.roles import make_groups
        from matrix.models.base import record_with
        from matrix.store.recording import change
        from matrix.store.stamp import advancing

        record_with(partial(change, implicit=True), advancing)
        user_login_failed.connect(log_failure, dispatch_uid="matrix.admin.doors")
        post_migrate.connect(make_groups, sender=self, dispatch_uid="matrix.admin.roles")


class MatrixAdminConfig(admin_apps.AdminConfig):
    default = False  # of this module, the one above
    default_site = "matrix.admin.site.MatrixAdminSite"
