"""The roles: an editor changes rows, a publisher also imports, restores, names the subject, and manages editors.

A reader needs no account. The groups are made after every migration, with at least these permissions.
"""

from typing import Any, Final

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions

EDITOR: Final = "Editor"
PUBLISHER: Final = "Publisher"

EDITED: Final = (
    *("table", "option", "feature", "cell", "footnote", "passage", "source"),
    *("question", "choice", "criterion", "ruling", "annotation"),
)
"""The models that an editor changes."""

SUBJECT: Final = ("subject", "subjecttable", "abbreviation", "example", "errortext")
"""The models that say what the site is about: an editor sees them, a publisher changes them."""

GRID: Final = tuple(
    f"matrix.{verb}_{model}"
    for model in ("option", "feature", "cell", "footnote")
    for verb in ("add", "change", "delete")
)
"""What the grid needs, since it can do all of this."""

_EDITOR: Final = (
    *((f"{verb}_{model}", "matrix") for model in EDITED for verb in ("view", "add", "change", "delete")),
    *((f"view_{model}", "matrix") for model in SUBJECT),
    ("view_revision", "matrix"),
)
_PUBLISHER: Final = (
    *_EDITOR,
    *((f"{verb}_{model}", "matrix") for model in SUBJECT for verb in ("add", "change", "delete")),
    ("import_matrix", "matrix"),
    ("restore_revision", "matrix"),
    *((f"{verb}_user", "auth") for verb in ("view", "add", "change")),
    ("view_group", "auth"),
)


def make_groups(using: str, apps: Any = installed, **options: Any) -> None:  # noqa: ARG001 (a signal's)
    """After migrations: the two groups. Permissions are made in the same signal, so those needed are made first."""
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        return  # migrated to before there was any
    for label in ("matrix", "auth"):
        create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)
    for name, wanted in ((EDITOR, _EDITOR), (PUBLISHER, _PUBLISHER)):
        group, _ = group_model.objects.using(using).get_or_create(name=name)
        found = permission_model.objects.using(using).filter(
            codename__in=[codename for codename, _ in wanted], content_type__app_label__in=["matrix", "auth"]
        )
        group.permissions.add(*found)
