"""What changes the tables of the clock at work."""
