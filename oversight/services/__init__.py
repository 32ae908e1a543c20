"""What oversight records: incidents of wrong dates, and what was verified of suspected lapses."""
