"""Measurements of speed, against floors that say how fast the machine itself is."""
