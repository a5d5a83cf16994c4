"""What was read from a file, in the few words that a test compares."""

from __future__ import annotations

from anthology.model import Emphasis, Form, Received, Withheld


def shapes(received: Received) -> list[tuple[str, Form, int]]:
    """The text, the form and the level of each block."""
    return [(one.text, one.shape.form, one.shape.level) for one in received.manuscripts[0].blocks]


def fates(received: Received) -> list[tuple[str, Withheld | None, str]]:
    """The text of each block, why it is withheld, and its label."""
    return [(one.text, one.shape.withheld, one.shape.label) for one in received.manuscripts[0].blocks]


def marked(received: Received) -> list[tuple[str, Emphasis, str]]:
    """The words of each mark, its kind and its target."""
    one = received.manuscripts[0]
    return [(one.text[mark.start : mark.end], mark.kind, mark.target) for mark in one.marks]


def told(received: Received) -> list[tuple[str, str]]:
    """The code and the message of each finding."""
    return [(one.code, one.message) for one in received.findings]
