"""Addresses to whether a book may lead there: pages of the web and mailboxes, and nothing in disguise."""

from __future__ import annotations

WEB = ("http://", "https://", "mailto:")
"""How an address begins that a link of a book may lead to."""


def leads_to_the_web(address: str) -> bool:
    """Whether an address is one of the web or of a mailbox, and nothing in it hides that it is another."""
    plain = address.isprintable() and not any(char.isspace() or char == "\\" for char in address)
    return plain and address.lower().startswith(WEB)
