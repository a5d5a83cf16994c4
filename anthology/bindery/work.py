"""What a worker is asked to do: a look and a document to a fragment.

Who asks loads no engine, and nothing of what works on its pages: that takes a worker longer than a section.
"""

from __future__ import annotations

from anthology.bindery.jobs import Job, Look


def set_fragment(look: Look, job: Job) -> bytes:
    """Set one document; give its fragment as `fragment.dump` writes it, with the words of its pages.

    Raises:
        LayoutError: the engine warned, or asked for something that is not there.
    """
    from anthology.bindery.setting import press  # in the worker: see above

    return press(look).fragment(job)
