"""The application, as Django knows it."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class Desk(AppConfig):
    """Cases and what belongs to them."""

    name = "madoguchi.web.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every connection to SQLite is locked from its first statement on; migrations alone may change the log's table."""
        from madoguchi.web.desk import sqlite_lock

        connection_created.connect(sqlite_lock.on_connecting, dispatch_uid="desk-sqlite-lock")
        pre_migrate.connect(sqlite_lock.before_migrating, sender=self, dispatch_uid="desk-sqlite-lock")
        post_migrate.connect(sqlite_lock.after_migrating, sender=self, dispatch_uid="desk-sqlite-lock")
