"""The bytes of a PDF to what in it could act, or tells where it was made: the gate of each file."""

from __future__ import annotations

import io

from anthology.checks.pdf_danger import Acts
from anthology.checks.pdf_sieve import surely_harmless


def gated(name: str, data: bytes) -> Acts:
    """What stops a file: nothing, for every book as it should be.

    Raises:
        SourceError: `pdf-unreadable`: nobody can say what is in it.
    """
    if surely_harmless(data):
        return Acts()
    # The library takes a tenth of a second to load: our own files are seen to be harmless without it.
    import pikepdf

    from anthology.checks.pdf_acts import DAMAGE, acts, unreadable

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return acts(pdf)
    except DAMAGE as error:
        raise unreadable(name, error) from None
