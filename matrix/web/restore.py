"""Making an older content the newest again: first what that would change, then, for who may, the change itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from matrix.domain.revision import page_of
from matrix.editing.preview import preview
from matrix.store import recording, revisions
from matrix.store.recording import MAX_MESSAGE
from matrix.web.history import may_restore


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
