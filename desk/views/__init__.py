"""The desk's pages: each composes rooms, and holds neither a rule nor a table."""
