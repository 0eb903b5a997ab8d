"""Restoring an older content, or taking one revision back: first what that would change, then the change itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from matrix.domain.revision import page_of
from matrix.domain.text import natural
from matrix.editing.preview import preview
from matrix.presentation.changes import conflict_place
from matrix.store import recording, revisions
from matrix.store.recording import MAX_MESSAGE
from matrix.upstream.undo import undone
from matrix.web.history import may_restore, published_of


@require_http_methods(["GET", "HEAD", "POST"])
def restore_revision(request: HttpRequest, digest: str) -> HttpResponse:
    """`/revisions/<hash>/restore/`: what restoring a revision would change; a POST restores it, as a new revision."""
    if not may_restore(request):
        return HttpResponseForbidden("Restoring a revision needs the permission to; ask a publisher.")
    try:
        published = revisions.find(digest)
    except revisions.UnknownRevision as error:
        raise Http404(str(error)) from None
    if request.method != "POST":
        current = revisions.current()
        context = {
            "published": published,
            "current": current,
            "subject": current.subject,
            "effects": preview(current.document, published.document),
            "document": current.document,
        }
        return render(request, "matrix/restore.html", context)
    message = request.POST.get("message", "").strip()[:MAX_MESSAGE]
    made = recording.restore(published, request.user.get_username(), message)
    said = f"Restored, as revision {made.number}." if made else "Nothing to restore: this is the newest content."
    messages.info(request, said)
    return HttpResponseRedirect(page_of(made.hash, made.number) if made else f"/revisions/{published.short}/")


@require_http_methods(["GET", "HEAD", "POST"])
def undo_revision(request: HttpRequest, digest: str) -> HttpResponse:
    """`/revisions/<hash>/undo/`: what taking this one revision back would change, where nothing newer stands on it; a
    POST takes it back, as a new revision."""
    if not may_restore(request):
        return HttpResponseForbidden("Taking a revision back needs the permission to; ask a publisher.")
    published = published_of(digest, natural(request.GET.get("number", "")))
    if published.number == 1:
        raise Http404("The first revision has nothing before it.")
    current, before = revisions.current(), revisions.find_number(published.number - 1)
    if request.method == "POST":
        return _undo(request, published, before)
    found = undone(before.document, published.document, current.document)
    context = {
        "published": published,
        "subject": current.subject,
        "newer": [conflict_place(conflict, (current.document, before.document)) for conflict in found.conflicts],
        "questionnaire": found.questionnaire,
        "effects": preview(current.document, found.document) if found.document else None,
        "document": current.document,
        "action": request.get_full_path(),
    }
    return render(request, "matrix/undo.html", context)


def _undo(request: HttpRequest, published: revisions.Published, before: revisions.Published) -> HttpResponse:
    message = request.POST.get("message", "").strip()[:MAX_MESSAGE] or f"Undo revision {published.number}"
    with recording.change(request.user.get_username(), message) as made:
        made.unchanged = True
        found = undone(before.document, published.document, revisions.current().document)
        if found.document is not None:
            recording.apply(found.document, rows=recording.refuse_draft())
            made.unchanged = False
    if found.document is None:
        return HttpResponseRedirect(request.get_full_path())
    made_it = f"Taken back, as revision {made.revision.number}." if made.revision else "There was nothing to take back."
    messages.info(request, made_it)
    revision = made.revision or published
    return HttpResponseRedirect(page_of(revision.hash, revision.number))
