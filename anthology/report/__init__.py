"""What was done, seen and decided, to pages of HTML that a person can read without any other tool."""

from __future__ import annotations

from anthology.report.pages import Rules, report_pages

__all__ = ["Rules", "report_pages"]
