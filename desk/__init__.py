"""Pages that compose the other rooms. It holds no rule and no table."""
