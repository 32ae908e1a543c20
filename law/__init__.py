"""The statute: given recorded facts, until when may an item lawfully be held, and why.

Pure Python on the standard library alone. This room reads no clock, no setting and no database,
and imports no other room. Start at ``law.cover.position``; ``law.working`` explains an answer.
"""
