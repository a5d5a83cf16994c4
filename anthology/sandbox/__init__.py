"""What reads the bytes of strangers goes in; it comes out unable to read, write, call or start anything else.

Three layers, each of use without the others:

* `landlock.py`: the kernel lets a process or a thread open what `places.py` names, and nothing else (Linux);
* `seccomp.py`: the kernel refuses it sockets, programs, and the memory of others (Linux);
* `hook.py`: Python itself refuses, everywhere, and notes what was tried, so that the attempt has a name.

Where the kernel has no Landlock, `bubblewrap.py` starts the workers in a view of the machine that holds only
those places. Nothing that a person, a plugin or the environment says takes a layer away: what is laid on
depends on the kernel alone.
"""

from __future__ import annotations

from anthology.sandbox import answers, bubblewrap
from anthology.sandbox.child import MEMORY, TIME, Child, Killed
from anthology.sandbox.confined import apart, base_folder, enter, layers, own_folder, prefix, watched
from anthology.sandbox.hook import Breach, Denied
from anthology.sandbox.launching import held

__all__ = [
    "MEMORY",
    "TIME",
    "Breach",
    "Child",
    "Denied",
    "Killed",
    "answers",
    "apart",
    "base_folder",
    "bubblewrap",
    "enter",
    "held",
    "layers",
    "own_folder",
    "prefix",
    "watched",
]
