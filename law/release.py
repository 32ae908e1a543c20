"""Which release of the law this is.

The version is stored with every computed position. Raise it whenever a declaration or its reading
changes; ``RULES_FINGERPRINT`` is there so that nobody can forget to.
"""

LAW_VERSION = "2026.1"
