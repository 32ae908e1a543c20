"""The clock at work: sweeps, alerts, chases and deletion orders."""
