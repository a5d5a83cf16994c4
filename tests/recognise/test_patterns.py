"""Patterns that are compiled when they are needed."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from anthology import recognise
from anthology.recognise.patterns import _Late, pattern


def test_it_does_what_the_compiled_one_does() -> None:
    late, compiled = pattern(r"(?P<a>b+)c", re.IGNORECASE), re.compile(r"(?P<a>b+)c", re.IGNORECASE)
    text = "bc BBC b bcbc"
    assert [found.span("a") for found in late.finditer(text)] == [
        found.span("a") for found in compiled.finditer(text)
    ]
    for method in ("match", "fullmatch", "search"):
        assert str(getattr(late, method)("BBC")) == str(getattr(compiled, method)("BBC"))
    assert late.findall(text) == compiled.findall(text)
    assert late.sub("x", text) == compiled.sub("x", text)
    assert late.split(text) == compiled.split(text)
    assert (late.pattern, late.groups, late.groupindex) == (compiled.pattern, 1, compiled.groupindex)


def test_it_is_compiled_once_when_it_is_first_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    work = re.compile

    def compiling(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return work(source, flags)

    monkeypatch.setattr(re, "compile", compiling)
    late = pattern("a+")
    assert compiled == []
    assert late.match("aa")
    assert late.search("xa")
    assert compiled == ["a+"]


def test_a_mistake_shows_at_the_first_use() -> None:
    with pytest.raises(re.error):
        pattern("(").match("")


def test_recognition_has_no_others_and_each_of_them_can_be_compiled() -> None:
    modules = [
        importlib.import_module(f"anthology.recognise.{module.name}")
        for module in pkgutil.iter_modules(recognise.__path__)
    ]
    values = [one for module in modules for one in vars(module).values()]
    assert [one for one in values if isinstance(one, re.Pattern)] == []
    late = [one for one in values if isinstance(one, _Late)]
    assert len(late) > 60
    assert all(one.groups >= 0 for one in late)
