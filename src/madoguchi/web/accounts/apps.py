"""The application, as Django knows it."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """Staff and their roles."""

    name = "madoguchi.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
