"""The work of SOFS."""
