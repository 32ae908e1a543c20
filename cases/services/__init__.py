"""What casework does. Every write to the tables of this room goes through a function of this package."""
