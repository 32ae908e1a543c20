"""Packs for meetings: what is in them, section by section, and how that becomes a page, a PDF, a workbook."""
