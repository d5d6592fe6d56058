"""Django's name for the public pages and their one table (drafts)."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The public walk."""

    name = "madoguchi.web.public"
    label = "public"
