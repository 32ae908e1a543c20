"""Append-only events, who looked at what, and the clock. It does not know what a case is."""
