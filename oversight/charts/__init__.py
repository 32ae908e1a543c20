"""Charts: what figures give, as drawings and as tables of the same numbers. ``register`` lists them."""
