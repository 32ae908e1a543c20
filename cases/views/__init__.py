"""Pages on which people take steps with a case. Thin: each finds its case, asks one service, and shows."""
