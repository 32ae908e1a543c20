"""Casework: subjects, material, recorded facts, positions and the workflow's one door."""
