"""Fixtures that several tests of the desk share."""

from study_under_test import study, whole

__all__ = ["study", "whole"]
