"""Who manages whom: a publisher makes editors and publishers, and nobody who may do more than he may."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest


def may_grant(user: Any, group: Group) -> bool:
    """Whether a user has all that a group gives."""
    wanted = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}
    return bool(user.is_superuser) or wanted <= set(user.get_all_permissions())


def may_manage(user: Any, other: User) -> bool:
    """Whether a user has all that another may do: else a new password would be a promotion."""
    if user.is_superuser:
        return True
    # As if active: what a new password and a tick would give. A copy, since permissions are kept on the object.
    active = User.objects.get(pk=other.pk)
    active.is_active = True
    return not other.is_superuser and active.get_all_permissions() <= set(user.get_all_permissions())


if TYPE_CHECKING:
    UsersAdmin = UserAdmin[User]
else:
    UsersAdmin = UserAdmin

admin.site.unregister(User)


@admin.register(User)
class ManagedUserAdmin(UsersAdmin):
    """Superusers see all of it; others neither make superusers nor give single permissions."""

    list_display = ("username", "first_name", "last_name", "is_staff", "is_active", "roles")
    _SUPERUSERS_OWN = ("is_superuser", "user_permissions")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_manage(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_manage(request.user, obj))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Without the fields that only a superuser may set: what isn't in the form can't be posted either."""
        fieldsets = super().get_fieldsets(request, obj)
        if getattr(request.user, "is_superuser", False):
            return fieldsets
        return [
            (title, {**options, "fields": tuple(f for f in options["fields"] if f not in self._SUPERUSERS_OWN)})
            for title, options in fieldsets
        ]

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **options: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        if db_field.name == "groups":
            groups = [group.pk for group in Group.objects.all() if may_grant(request.user, group)]
            options["queryset"] = Group.objects.filter(pk__in=groups)
        return super().formfield_for_manytomany(db_field, request, **options)
