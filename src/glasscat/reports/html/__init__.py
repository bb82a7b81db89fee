"""The HTML report: one file that needs nothing else, in both languages, from runs that were kept."""

from glasscat.reports.html.page import report_page, write_report
from glasscat.reports.html.subject import Subject

__all__ = ["Subject", "report_page", "write_report"]
