"""Everything that can stop the tool: one class a kind of failure, each with its exit status.

An error names the place, says what is wrong and what to do. A problem that need not stop the work is
a `Finding` (see `anthology.model`) instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class AnthologyError(Exception):
    """A failure that a person can mend.

    `code` is stable and names the problem; `message` says what is wrong; `hint` what to do;
    `file`, `line` and `column` (both from 1) where. Who has not the text of the file at hand says `at` what
    the place is to be known by: its words, or the path of a key. `section` is the id of the section of the
    book that is to blame, if one is. `exit_status` is what the command ends with.
    """

    exit_status = 1

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str = "",
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        at: str | tuple[str | int, ...] = "",
        section: str = "",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line
        self.column = column
        self.at = at
        self.section = section

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors cross processes with all they hold: without `__init__`, whose arguments are not kept.
        return _remade, (type(self), *self.args), self.__dict__

    def __str__(self) -> str:
        place = placed_in(self.file, self.line, self.column)
        head = f"{place}: {self.message}" if place else self.message
        tail = f"\n  → {self.hint}" if self.hint else ""
        return f"{head} [{self.code}]{tail}"


def placed_in(file: str | None, line: int | None = None, column: int | None = None) -> str:
    """A place as editors of text and their programs write it: `file:line:column`, as far as it is known."""
    if not file or not line:
        return file or ""
    return f"{file}:{line}:{column}" if column else f"{file}:{line}"


def _remade(kind: type[AnthologyError], *args: object) -> AnthologyError:
    return kind.__new__(kind, *args)


class ConfigError(AnthologyError):
    """content/anthology.toml (or review.toml) cannot be used as it is."""

    exit_status = 3


class SourceError(AnthologyError):
    """A submission, an article or a photograph cannot be read."""

    exit_status = 4


class ComposeError(AnthologyError):
    """The book cannot be put together from what was read."""

    exit_status = 5


class LayoutError(AnthologyError):
    """A page cannot be set: template, style sheet, font, or the engine said something."""

    exit_status = 6


class WriteError(AnthologyError):
    """An output cannot be written; what was there before is untouched."""

    exit_status = 7


class ToolError(AnthologyError):
    """What nobody foresaw: a fault of the tool."""

    exit_status = 70


class SystemRefusal(AnthologyError):
    """The machine does not give what the tool needs: memory, a place to write, a process."""

    exit_status = 71


class Several(AnthologyError):
    """More than one failure of one kind, found together and shown together."""

    def __init__(self, failures: Sequence[AnthologyError]) -> None:
        first = failures[0]
        super().__init__(
            first.code,
            first.message,
            hint=first.hint,
            file=first.file,
            line=first.line,
            column=first.column,
            at=first.at,
        )
        self.failures = tuple(failures)
        self.exit_status = first.exit_status

    def __str__(self) -> str:
        return "\n".join(str(failure) for failure in self.failures)


def apart(error: AnthologyError) -> tuple[AnthologyError, ...]:
    """The single errors that an error is made of: itself, where it is one."""
    return error.failures if isinstance(error, Several) else (error,)


def together(failures: Sequence[AnthologyError]) -> AnthologyError:
    """All of them as one error: the only one, or `Several`, whose failures are single ones."""
    flat = [one for each in failures for one in apart(each)]
    return flat[0] if len(flat) == 1 else Several(flat)
