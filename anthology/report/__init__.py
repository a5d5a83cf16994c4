"""What was done, seen and decided, to one HTML page that a person can read without any other tool."""

from __future__ import annotations

from anthology.report.page import report_html

__all__ = ["report_html"]
