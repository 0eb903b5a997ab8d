"""Every address, in the contract's order."""

from django.contrib import admin
from django.urls import path

from matrix.admin.imports import import_view
from matrix.web import api, described, differences, editions, embed, feed, help, history, probes, restore, views

urlpatterns = [
    path("", views.matrix, name="matrix"),
    path("fit.json", api.fit_json, name="fit-json"),
    path("matrix.json", api.matrix_json, name="matrix-json"),
    path("matrix.md", api.matrix_md, name="matrix-md"),
    path("tables/<slug:table>.csv", api.table_csv, name="table-csv"),
    path("decision.md", api.decision_md, name="decision-md"),
    path("decision/", views.decision, name="decision"),
    path("embed/<slug:table>/", embed.embed, name="embed"),
    path("help/", help.how_to_read, name="help"),
    path("feed.xml", feed.of_result, name="result-feed"),
    path("editions/", editions.index, name="editions"),
    path("editions.json", editions.as_json, name="editions-json"),
    path("revisions/", history.index, name="revisions"),
    path("revisions/feed.xml", history.feed, name="feed"),
    path("revisions/compare/", differences.between, name="compare"),
    path("revisions/cell/<slug:table>/<slug:feature>/<slug:column>/", differences.of_cell, name="cell-history"),
    path("revisions/<str:digest>/", history.detail, name="revision"),
    path("revisions/<str:digest>/restore/", restore.restore_revision, name="restore"),
    path("revisions/<str:digest>/undo/", restore.undo_revision, name="undo"),
    path("livez", probes.livez, name="livez"),
    path("readyz", probes.readyz, name="readyz"),
    path("healthz", probes.healthz, name="healthz"),
    path("openapi.json", described.openapi, name="openapi"),
    path("llms.txt", described.llms, name="llms"),
    path("robots.txt", described.robots, name="robots"),
    path("admin/import/", admin.site.admin_view(import_view), name="import"),
    path("admin/", admin.site.urls),
]

handler400 = "matrix.web.errors.bad_request"
handler403 = "matrix.web.errors.permission_denied"
handler404 = "matrix.web.errors.page_not_found"
handler500 = "matrix.web.errors.server_error"
