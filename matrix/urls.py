"""Every address, in the contract's order."""

from django.contrib import admin
from django.urls import path

from matrix import views

urlpatterns = [
    path("", views.matrix, name="matrix"),
    path("fit.json", views.fit_json, name="fit-json"),
    path("matrix.json", views.matrix_json, name="matrix-json"),
    path("matrix.md", views.matrix_md, name="matrix-md"),
    path("tables/<slug:table>.csv", views.table_csv, name="table-csv"),
    path("decision.md", views.decision_md, name="decision-md"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("admin/", admin.site.urls),
]
