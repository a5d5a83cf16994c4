"""Where a book may lead: to pages of the web and to mailboxes, and to nothing in disguise."""

from __future__ import annotations

import pytest
from anthology.checks.web_addresses import leads_to_the_web


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://e.org/", True),
        ("http://e.org/é?a=b#c", True),
        ("HTTPS://E.ORG/", True),
        ("mailto:a@e.org", True),
        ("", False),
        ("https:", False),
        (" https://e.org/", False),
        ("https://e.org/ a", False),
        ("https://e.org/\u00a0a", False),
        ("https://e.org\\a", False),
        ("https://e.org/\u202ea", False),
        ("https://e.org/\x00", False),
        ("javascript:https://e.org/", False),
        ("ftp://e.org/", False),
        ("//e.org/", False),
        ("a.html", False),
    ],
)
def test_an_address_leads_to_the_web_or_does_not(address: str, leads: bool) -> None:
    assert leads_to_the_web(address) is leads
