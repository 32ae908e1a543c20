"""Pages of the figures: each number opens the list that makes it."""
