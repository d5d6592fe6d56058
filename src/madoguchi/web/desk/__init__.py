"""The counsellors' desk. Every write goes through ``cases``, every read of a case through ``gates``."""
