"""TOML that people write to checked values: every mistake at once, in words, with its line and what to do."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from anthology import limits
from anthology.errors import AnthologyError, SourceError, together

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What no text holds, and what neither XML nor a font can show."""


class Table(BaseModel):
    """A table whose keys are all known and whose values are of the very type that is asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def _text_only(cls, value: object, info: ValidationInfo) -> object:
        tables = _table_in(cls.model_fields[str(info.field_name)].annotation)  # they see to their own texts
        for text in () if tables else _texts(value):
            if found := CONTROL.search(text):
                raise ValueError(f"holds the control character U+{ord(found[0]):04X}; take it out")
        return value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (item for item in value if isinstance(item, str))
    elif isinstance(value, Mapping):
        yield from (item for pair in value.items() for item in pair if isinstance(item, str))


_MOST = 50
"""Mistakes that are told at once: nobody reads more, and each is looked for in the whole text."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one key, or with the whole. `kind` ends the code of the error."""

    kind: str
    what: str
    hint: str
    line: int | None
    column: int | None = None


class Mistakes(Exception):
    """Everything that is wrong with a text."""

    def __init__(self, found: Sequence[Mistake]) -> None:
        super().__init__(found[0].what)
        self.found = tuple(found)

    def as_error(self, of: type[AnthologyError], name: str, file: str, offset: int = 0) -> AnthologyError:
        """The same as an error of this tool; its codes begin with `name`, its lines are `offset` further."""
        failures = [
            of(
                f"{name}-{one.kind}",
                one.what,
                hint=one.hint,
                file=file,
                line=offset or None if one.line is None else one.line + offset,
                column=one.column,
            )
            for one in self.found
        ]
        return together(failures)


T = TypeVar("T", bound=BaseModel)


def read(model: type[T], text: str) -> T:
    """The text as a value of the model.

    Raises:
        Mistakes: it is not TOML, or keys or values are not those of the model.
    """
    return checked(model, tables(text), text.removeprefix("\ufeff"))


def tables(text: str) -> dict[str, Any]:
    """The tables of a text, which is looked at first: nobody else in this package reads TOML.

    Raises:
        Mistakes: it is not TOML, is nested too deep, or has a key of too many names.
    """
    text = text.removeprefix("\ufeff")
    try:
        limits.refuse_tables(text, "")
        return tomllib.loads(text)
    except SourceError as error:
        raise Mistakes([Mistake("syntax", error.message, error.hint, error.line, error.column)]) from None
    except (ValueError, RecursionError) as error:
        raise Mistakes([_syntax(error, text)]) from None


def checked(model: type[T], data: Mapping[str, Any], text: str = "") -> T:
    """Decoded tables as a value of the model; `text` is used to find the lines of mistakes.

    Raises:
        Mistakes: keys or values are not those of the model.
    """
    try:
        return model.model_validate(_tuples(data))
    except RecursionError as error:
        raise Mistakes([_syntax(error, text)]) from None
    except ValidationError as error:
        lines = text.split("\n")
        raise Mistakes([_mistake(model, item, lines) for item in error.errors()[:_MOST]]) from None


def _tuples(value: object) -> Any:
    """TOML arrays as tuples: the models are frozen through and through."""
    if isinstance(value, Mapping):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


# --- in words ----------------------------------------------------------------------------------------


def _syntax(error: Exception, text: str) -> Mistake:
    what = "the values are nested too deep" if isinstance(error, RecursionError) else str(error)
    found = re.search(r"\(at line (\d+), column (\d+)\)$", what)
    end = len(text.rstrip("\n").split("\n")) if what.endswith("(at end of document)") else None
    return Mistake(
        "syntax",
        f"this is not valid TOML: {re.sub(r' *[(]at .*[)]$', '', what)}",
        hint="a text goes between quotes; a list between [ and ]; each [table] starts on its own line",
        line=int(found[1]) if found else end,
        column=int(found[2]) if found else None,
    )


_SHAPES = {
    "string_type": "write a text, between quotes",
    "too_short": "this must not be empty",
    "bool_type": "write true or false",
    "int_type": "write a whole number",
    "tuple_type": "write a list, between [ and ]",
    "dict_type": "write a table, between { and }",
    "model_type": "write a table, between { and }",
}


def _mistake(model: type[BaseModel], item: Mapping[str, Any], lines: Sequence[str]) -> Mistake:
    path = [step for step in item["loc"] if isinstance(step, str | int)]
    key = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
    place = place_of(path, lines) or (None, None)
    fields = _fields(model, path)
    if item["type"] == "extra_forbidden":
        return Mistake("unknown-key", f"unknown key: {key}", _did_you_mean(str(path[-1]), fields), *place)
    if item["type"] == "missing":
        return Mistake("missing-key", f"missing key: {key}", f"write {_head(path, fields)}", *place)
    what = str(item["msg"]).removeprefix("Value error, ")
    if item["type"] == "literal_error":
        what = f"use one of {item['ctx']['expected']}"
    what = _SHAPES.get(item["type"], what)
    if len(path) == 1 and _table_in(fields.get(str(path[0]))):
        what = f"write {_head(path, fields)} on a line of its own"
    return Mistake("value", f"{key}: {what}", "", *place)


def _head(path: Sequence[str | int], fields: Mapping[str, Any]) -> str:
    """How the last key of the path is written in a file."""
    name = str(path[-1])
    if len(path) > 1 or not _table_in(fields.get(name)):
        return f"{name} = …"
    return f"[[{name}]]" if "tuple" in str(fields[name]) else f"[{name}]"


def _did_you_mean(name: str, fields: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name.casefold(), fields, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else f"the keys are: {', '.join(fields)}"


def _fields(model: type[BaseModel], path: Sequence[str | int]) -> dict[str, Any]:
    """The keys of the table that holds the last step of the path, with their types."""
    table: type[BaseModel] | None = model
    for step in path[:-1]:
        if table is not None and isinstance(step, str):
            table = _table_in(_keys(table).get(step))
    return _keys(table) if table is not None else {}


def _keys(table: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in table.model_fields.items()}


def _table_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((table for part in get_args(annotation) if (table := _table_in(part))), None)


# --- lines -------------------------------------------------------------------------------------------

_HEADER = re.compile(r"\s*\[\[?[^\[\]=]*\]\]?\s*(#.*)?$")


def line_of(path: Sequence[str | int], lines: Sequence[str]) -> int | None:
    """The line (from 1) of the last step of a path that can be found, looked for inside the step before."""
    place = place_of(path, lines)
    return place and place[0]


def place_of(path: Sequence[str | int], lines: Sequence[str]) -> tuple[int, int] | None:
    """The same, with the column (from 1). A last step that is no key may be a text of a list."""
    low, high, place = 0, len(lines), None
    for depth, step in enumerate(path):
        found = _step(path, depth, lines, low, high)
        if found is None:
            break
        place = low, _ = found
        if isinstance(step, int) and not _HEADER.match(lines[low]):
            high = low + 1
        elif _HEADER.match(lines[low]):
            low += 1
            high = next((n for n in range(low, len(lines)) if _HEADER.match(lines[n])), len(lines))
    return None if place is None else (place[0] + 1, place[1] + 1)


def _step(
    path: Sequence[str | int], depth: int, lines: Sequence[str], low: int, high: int
) -> tuple[int, int] | None:
    """Line and column (from 0) of a step of a path, between two lines."""
    step = path[depth]
    if isinstance(step, int):
        heads = [n for n, line in enumerate(lines) if _is_header(line, str(path[depth - 1]), "[[")]
        entries = [n for n in range(low + 1, high) if lines[n].lstrip().startswith("{")]
        places = heads or entries
        return (places[step], _indent(lines[places[step]])) if step < len(places) else None
    if (
        depth == 0
        and (header := next((n for n in range(high) if _is_header(lines[n], step)), None)) is not None
    ):
        return header, _indent(lines[header])
    key = re.compile(rf"""(?:^|[{{,])\s*(["']?{re.escape(step)}["']?)\s*[=.]""")
    text = re.compile(rf"""(["']{re.escape(step)}["'])""")
    return _found(key, lines, low, high) or (_found(text, lines, low, high) if depth else None)


def _found(pattern: re.Pattern[str], lines: Sequence[str], low: int, high: int) -> tuple[int, int] | None:
    matches = ((number, pattern.search(lines[number])) for number in range(low, high))
    return next(((number, match.start(1)) for number, match in matches if match), None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_header(line: str, name: str, opening: str = "[") -> bool:
    return (
        line.lstrip().startswith(opening)
        and re.fullmatch(rf"""\s*\[\[?\s*["']?{re.escape(name)}["']?\s*\]\]?\s*(#.*)?""", line) is not None
    )
