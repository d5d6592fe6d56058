"""The application, as Django knows it."""

from django.apps import AppConfig


class Desk(AppConfig):
    """Cases and what belongs to them."""

    name = "madoguchi.web.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
