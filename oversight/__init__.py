"""Figures, lapses and their causes, packs and the Commissioner's desk. It changes no casework."""
