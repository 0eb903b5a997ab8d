"""Every address, in the contract's order."""

from django.contrib import admin
from django.urls import path

from matrix.admin.imports import import_view
from matrix.web import embed, help, history, views

urlpatterns = [
    path("", views.matrix, name="matrix"),
    path("fit.json", views.fit_json, name="fit-json"),
    path("matrix.json", views.matrix_json, name="matrix-json"),
    path("matrix.md", views.matrix_md, name="matrix-md"),
    path("tables/<slug:table>.csv", views.table_csv, name="table-csv"),
    path("decision.md", views.decision_md, name="decision-md"),
    path("decision/", views.decision, name="decision"),
    path("embed/<slug:table>/", embed.embed, name="embed"),
    path("help/", help.how_to_read, name="help"),
    path("revisions/", history.index, name="revisions"),
    path("revisions/feed.xml", history.feed, name="feed"),
    path("revisions/<str:digest>/", history.detail, name="revision"),
    path("revisions/<str:digest>/restore/", history.restore, name="restore"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("admin/import/", admin.site.admin_view(import_view), name="import"),
    path("admin/", admin.site.urls),
]
