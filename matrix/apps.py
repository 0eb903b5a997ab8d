from django.apps import AppConfig


class MatrixConfig(AppConfig):
    name = "matrix"
    verbose_name = "Inference matrix"
    default_auto_field = "django.db.models.BigAutoField"
