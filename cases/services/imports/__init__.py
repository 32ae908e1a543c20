"""Import of the stop-gap spreadsheets: SOFS's register and JFIT's log (requirements R-055, R-060).

The way of a file: ``reading`` (cells), ``columns`` (headings), ``cells`` and ``*_rows`` (what a row says,
with its problems), ``planning`` (new, changed, unchanged, rejected), ``*_writing`` with ``slots`` and
``steps`` (facts and moves), ``records`` (provenance and exceptions); ``importing`` runs it all.
"""
