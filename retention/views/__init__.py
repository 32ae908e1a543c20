"""Pages of the clock at work: alerts, what is held unlawfully, deletion orders, the runs of the sweeps."""
