"""The two tables as a plain django-tables2 page: what `tests.measures.page` holds the real one against. A URLconf."""

from typing import Any, Final

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from matrix.models import Feature, Footnote, Option, Table
from matrix.urls import urlpatterns as site

_PLAIN_PAGE: Final = """{% load render_table from django_tables2 %}<!doctype html>
<html lang="en"><title>Matrix</title><body>
{% for title, table in tables %}<h2>{{ title }}</h2>{% render_table table %}{% endfor %}
<ol>{% for note in notes %}<li value="{{ note.number }}">{{ note.notation }}</li>{% endfor %}</ol></body></html>"""


def plain(request: HttpRequest) -> HttpResponse:
    """The two tables as django-tables2's own guide would have them."""
    shown = []
    for table in Table.objects.all():
        options = Option.objects.filter(table=table)
        columns: list[tuple[str, Any]] = [("feature", tables.Column())]
        columns += [(option.slug, tables.Column(verbose_name=option.name)) for option in options]
        rows = []
        for feature in Feature.objects.filter(table=table).prefetch_related("cells__option"):
            row = {"feature": feature.name}
            row |= {cell.option.slug: cell.notation for cell in feature.cells.all()}
            rows.append(row)
        shown.append((table.title, tables.Table(rows, extra_columns=columns)))
    template = engines["django"].from_string(_PLAIN_PAGE)
    return HttpResponse(template.render({"tables": shown, "notes": Footnote.objects.all()}, request))


urlpatterns = [path("plain/", plain), *site]
