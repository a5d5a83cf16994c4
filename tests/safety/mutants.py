"""`python -m tests.safety.mutants MODULE RESULT JOBS TEST...`, in a copy of the project: each mutant, tried.

mutmut (BSD-3-Clause) makes the mutants: all of a module in one file, of which one at a time is switched on.
Its own runner lets pytest collect the tests for each of them, which takes longer than to run them. Here they
are collected once and run once, which tells the functions that each of them calls; then each mutant is a fork
that runs the tests which call its function, the quickest first, until one fails.
"""

from __future__ import annotations

import difflib
import json
import os
import resource
import signal
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation import trampoline
from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents
from tests.safety.mutation import UNTESTED

_TIMES, _MORE_S = 10, 5
"""How much longer than the tests alone a mutant may take before it is one that never ends."""


def mutated(module: str) -> MutatedFile:
    """All mutants of a module, in one file that stands in its place from now on."""
    path = Path(module)
    made = mutate_file_contents(module, path.read_text(encoding="utf-8"))
    path.write_text(made.code, encoding="utf-8")
    return made


class Trials:
    """A plugin of pytest: in the place of its own loop, the tests alone and then with each mutant."""

    def __init__(self, package: str, made: MutatedFile, jobs: int) -> None:
        self.names = [f"{package}.{name}" for name in made.mutant_names]
        self.jobs = jobs
        self.codes: dict[str, int] = {}
        self.wrong = ""
        self._calling: dict[str, list[pytest.Item]] = defaultdict(list)
        self._seconds: dict[pytest.Item, float] = {}
        self._running: dict[int, str] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        """Take the first example that fails; to look for the least one is of no use here."""
        # Loaded before pytest is, it would be a plugin whose assertions cannot be told.
        import hypothesis

        calm = hypothesis.settings.get_profile("calm")
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile("mutants", calm, phases=phases, database=None)
        hypothesis.settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run what was collected, in our own way."""
        self.wrong = self._alone(session.items) or self._again(session.items)
        for name in self.names if not self.wrong else ():
            items = sorted(self._calling[_function(name)], key=self._seconds.__getitem__)
            if items:
                self._begin(name, items)
            else:
                self.codes[name] = UNTESTED
        while self._running:
            self._end()
        return True

    def _alone(self, items: Sequence[pytest.Item]) -> str:
        """Run every test on the module as it is; the name of one that fails."""
        called: set[str] = set()
        vars(trampoline)["record_trampoline_hit"] = lambda name, caller=None: called.add(name)
        trampoline.set_mutant_under_test("stats")
        for item in items:
            called.clear()
            start = process_time()
            passed = _passes(item)
            self._seconds[item] = process_time() - start
            if not passed:
                return item.nodeid
            for name in called:
                self._calling[name].append(item)
        trampoline.set_mutant_under_test("")
        return ""

    def _again(self, items: Sequence[pytest.Item]) -> str:
        """The same in a fork: a test that passes but once would take every mutant for noticed."""
        self._begin("", items)
        self._end()
        return "" if self.codes.pop("") == 0 else "a test that cannot be run a second time"

    def _begin(self, name: str, items: Sequence[pytest.Item]) -> None:
        while len(self._running) >= self.jobs:
            self._end()
        limit = int(sum(map(self._seconds.__getitem__, items)) * _TIMES) + _MORE_S
        sys.stdout.flush()
        child = os.fork()
        if not child:
            os._exit(_tried(name, items, limit))
        self._running[child] = name

    def _end(self) -> None:
        child, status = os.wait()
        # What a test began and left running may end here too.
        if child in self._running:
            self.codes[self._running.pop(child)] = os.waitstatus_to_exitcode(status)
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)  # what a mutant began and did not end


def _passes(item: pytest.Item) -> bool:
    return not any(one.failed for one in runtestprotocol(item, log=False, nextitem=None))


def _tried(name: str, items: Sequence[pytest.Item], limit_s: int) -> int:
    """0 where all tests pass, 1 where one fails."""
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s + 1))
        signal.setitimer(signal.ITIMER_REAL, 10 * limit_s)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        trampoline.set_mutant_under_test(name)
        _forget()
        return int(not all(map(_passes, items)))
    except BaseException:
        # A mutant may raise whatever it likes.
        return 1


def _forget() -> None:
    """Empty what functions remember of earlier calls: they would answer without the mutant."""
    for name, module in list(sys.modules.items()):
        if name.startswith("anthology"):
            for held in list(vars(module).values()):
                if callable(clear := getattr(held, "cache_clear", None)):
                    clear()


def _function(name: str) -> str:
    return name.partition("__mutmut_")[0]


def differences(made: MutatedFile, names: Sequence[str]) -> Iterator[str]:
    """What each of these mutants has in the place of what it was made of."""
    lines: list[str] = made.code.splitlines()

    def body(function: str) -> list[str]:
        span = made.line_span_by_function_name[function]
        return lines[span.start - 1 : span.end]

    for name in names:
        short = name.rpartition(".")[2]
        yield f"    {short}"
        told = difflib.unified_diff(body(f"{_function(short)}__mutmut_orig"), body(short), lineterm="", n=0)
        yield from (
            f"        {line}" for line in list(told)[2:] if "__mutmut_" not in line and line[0] != "@"
        )


def main(module: str, result: str, jobs: str, *tests: str) -> int:
    """Try every mutant, keep the exit codes, show those that lived; 2 where the tests fail without one."""
    made = mutated(module)
    package = module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    trials = Trials(package, made, int(jobs))
    pytest.main(["-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", *tests], plugins=[trials])
    if trials.wrong or not trials.codes:
        print(f"{trials.wrong or 'no mutants'}: fails on the module as it is", file=sys.stderr)
        return 2
    codes: Mapping[str, int] = dict(sorted(trials.codes.items()))
    Path(result).write_text(json.dumps(codes), encoding="utf-8")
    for line in differences(made, [name for name, code in codes.items() if code in (0, UNTESTED)]):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
