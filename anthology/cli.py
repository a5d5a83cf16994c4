"""The command `anthology`: arguments, progress, messages and exit codes; the only module that prints.

Results go to standard output, everything else to standard error. People are spoken to in the language of
their environment; what `--json` prints is the same in every language.
"""

from __future__ import annotations

import functools
import io
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from anthology import __version__, phrases
from anthology.errors import AnthologyError, Several
from anthology.labels import catalogue, interface_language, tenths
from anthology.model import Decision, Finding, Severity
from anthology.progress import Progress

_SHOW_PROGRESS_AFTER_S = 1.0
_CHANGED = frozenset({"new", "updated", "merged", "conflict"})
"""What an import did that is told even to those who did not ask for more."""


@dataclass(frozen=True)
class Places:
    """The folders and the tone of one run."""

    content: Path
    output: Path
    quiet: bool
    verbose: bool

    def tell(self, text: str) -> None:
        """Tell people something, unless they asked for quiet."""
        if not self.quiet:
            click.echo(text, err=True)


def _language() -> str:
    """The language of the person at the terminal."""
    return interface_language(os.environ)


def gettext(msgid: str) -> str:
    """Words of this module in the language of the person at the terminal."""
    return catalogue(_language()).gettext(msgid)


# --- help --------------------------------------------------------------------------------------------


class _Help(click.HelpFormatter):
    """Help in the language of the person who asks: every text of a page passes here."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, gettext("Usage: "))

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{gettext(f'{heading}:')}\n")

    def write_text(self, text: str) -> None:
        super().write_text(_of_help(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, _of_help(text)) for name, text in rows], col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Help


def _of_help(text: str) -> str:
    # The catalogue answers the empty text with its own head.
    return gettext(text) if text else ""


class _Spoken(click.Command):
    """A command whose line in the list of commands is in the language of the person who asks."""

    context_class = _Context

    def get_short_help_str(self, limit: int = 45) -> str:
        return click.Command(None, help=_of_help(self.help or "")).get_short_help_str(limit)


class _Commands(_Spoken, click.Group):
    """Turns a failure of the tool into its message and its exit status, never into a traceback."""

    command_class = _Spoken

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        # A terminal of few letters gets the others by their numbers.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AnthologyError as error:
            click.echo(click.style(error_text(error, _language()), fg="red"), err=True)
            ctx.exit(error.exit_status)


# --- options -----------------------------------------------------------------------------------------


_FOLDER = click.Path(file_okay=False, path_type=Path)
_COMMON = (
    click.option("--content", type=_FOLDER, help="The book's sources.  [default: content]"),
    click.option("--output", type=_FOLDER, help="Where the book goes.  [default: output]"),
    click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors."),
    click.option("--verbose", "-v", is_flag=True, help="Say more."),
)


def _common(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command; they may stand before the command's name or after it."""
    for option in reversed(_COMMON):
        function = option(function)
    return function


def _places(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its folders and its tone as first argument."""

    def run(
        ctx: click.Context,
        /,
        content: Path | None,
        output: Path | None,
        quiet: bool,
        verbose: bool,
        **rest: Any,
    ) -> Any:
        before: Places = ctx.obj
        places = Places(
            content or before.content,
            output or before.output,
            quiet or before.quiet,
            verbose or before.verbose,
        )
        return function(places, **rest)

    return _common(functools.update_wrapper(click.pass_context(run), function))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@_common
@click.version_option(__version__, prog_name="anthology")
@click.pass_context
def main(ctx: click.Context, content: Path | None, output: Path | None, quiet: bool, verbose: bool) -> None:
    """From a class's submissions to a printed book and an e-book, with no word and no name lost."""
    ctx.obj = Places(content or Path("content"), output or Path("output"), quiet, verbose)


def _json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Print the result for machines.")(function)


# --- progress ----------------------------------------------------------------------------------------


@contextmanager
def _progress(places: Places, what: str) -> Iterator[Progress]:
    """A line that says how far the work is: on a terminal, and only when it lasts."""
    started = time.monotonic()
    shown = False
    live = sys.stderr.isatty() and not places.quiet
    language = _language()

    def tell(done: int, total: int, name: str) -> None:
        nonlocal shown
        if live and time.monotonic() - started > _SHOW_PROGRESS_AFTER_S:
            shown = True
            filled = round(20 * done / total) if total else 0
            line = (
                f"{what} [{'█' * filled}{'░' * (20 - filled)}] {done}/{total} {phrases.step(name, language)}"
            )
            click.echo(f"\r\x1b[2K{line[: _width()]}", err=True, nl=False)

    try:
        yield tell
    finally:
        if shown:
            click.echo("\r\x1b[2K", err=True, nl=False)


@functools.cache
def _width() -> int:
    import shutil

    return shutil.get_terminal_size().columns - 1


# --- commands ----------------------------------------------------------------------------------------


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help="Title of the book.")
@click.option("--language", default="", help="Language of the book, such as fr or en.")
@_places
def new(places: Places, folder: Path, title: str, language: str) -> None:
    """Make a working folder FOLDER that builds at once: settings, a first article, a Makefile."""
    from anthology.beginning import begin

    written = begin(folder, title=title, language=language)
    for file in written:
        places.tell(f"  {file}")
    ready = (
        gettext("Ready. Next: %(command)s")
        if written
        else gettext("Ready (it was there already). Next: %(command)s")
    )
    places.tell(ready % {"command": f"cd {shlex.quote(str(folder))} && make"})


@main.command(name="import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@_json_option
@_places
def import_(places: Places, files: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    """Read the submissions (and FILES, copied there first) into articles and open questions."""
    from anthology import pipeline

    with _progress(places, gettext("import")) as tell:
        result = pipeline.import_submissions(places.content, files, dry_run=dry_run, progress=tell)
    if as_json:
        click.echo(pipeline.to_json(result.ledger), nl=False)
    for one in result.outcomes:
        if one.state in _CHANGED or places.verbose:
            places.tell(f"  {_placed(f'articles/{one.slug}.md', phrases.state(one.state, _language()))}")
    _tell_findings(places, result.findings)
    still_open = sum(one.open for one in result.decisions)
    done = (
        gettext("Would import %(articles)s; %(open)s, %(taken)s.")
        if dry_run
        else gettext("Imported %(articles)s; %(open)s, %(taken)s.")
    )
    counts = {
        "articles": _count(len(result.outcomes), "article"),
        "open": _count(still_open, "open decision"),
        "taken": _count(len(result.decisions) - still_open, "taken"),
    }
    places.tell(done % counts)
    if still_open:
        places.tell(gettext("`anthology review` lists them; answer in review.toml, then import again."))


@main.command()
@_json_option
@_places
def review(places: Places, as_json: bool) -> None:
    """List what only a person can decide."""
    from anthology import folders, pipeline
    from anthology.review import decision_json

    decisions = folders.review(places.content).decisions
    if as_json:
        click.echo(pipeline.to_json({"decisions": [decision_json(one) for one in decisions]}), nl=False)
        return
    for one in decisions:
        if one.open or places.verbose:
            click.echo(decision_text(one, _language()))
    still_open = _count(sum(one.open for one in decisions), "open decision")
    places.tell(gettext("%(open)s of %(number)s.") % {"open": still_open, "number": len(decisions)})


def _output_names(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (value or "").split(",") if name.strip())


@main.command()
@click.option("--only", callback=_output_names, metavar="NAMES", help="Outputs to make, such as pdf,epub.")
@click.option("--draft", is_flag=True, help="Mark every page as a draft, and proposed titles as such.")
@_json_option
@_places
def build(places: Places, only: tuple[str, ...], draft: bool, as_json: bool) -> None:
    """Make the book: output/book.pdf, output/book.epub, output/report/."""
    from anthology import pipeline

    started = time.monotonic()
    with _progress(places, gettext("build")) as tell:
        built = pipeline.build(places.content, places.output, only=only, draft=draft, progress=tell)
    if as_json:
        figures = {"outputs": dict(built.figures), **pipeline.findings_json(built.findings)}
        click.echo(pipeline.to_json(figures), nl=False)
        return
    for name, figure in built.figures.items():
        places.tell(f"  {_placed(str(places.output / name), figure)}")
    places.tell(f"  {_placed(str(places.output / 'report' / 'index.html'), _summary(built.findings))}")
    seconds = tenths(time.monotonic() - started, _language())
    places.tell(gettext("Built in %(seconds)s s.") % {"seconds": seconds})


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Fail on warnings and open decisions too.")
@click.option("--outside", is_flag=True, help="Also run the outside validators (EPUBCheck).")
@_json_option
@_places
def check(places: Places, file: Path | None, strict: bool, outside: bool, as_json: bool) -> None:
    """Look at the sources, the book and the finished files; or at one finished FILE alone."""
    from anthology import pipeline

    if file is None:
        findings = pipeline.check(places.content, places.output, outside=outside)
    else:
        findings = pipeline.check_file(file, outside=outside)
    if as_json:
        click.echo(pipeline.to_json(pipeline.findings_json(findings)), nl=False)
    else:
        for one in findings:
            click.echo(finding_text(one, _language()))
    places.tell(_summary(findings))
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(one.severity in bad for one in findings):
        raise click.exceptions.Exit(1)


@main.command()
@_json_option
@_places
def rules(places: Places, as_json: bool) -> None:
    """List the typographic rules: what, why, source, examples."""
    from anthology import pipeline
    from anthology.rules import RULES

    if as_json:
        table = [
            {
                "id": rule.id,
                "name": rule.name,
                "level": rule.level.value,
                "why": rule.why,
                "source": rule.source,
                "examples": [list(pair) for pair in rule.examples],
            }
            for rule in RULES
        ]
        click.echo(pipeline.to_json({"rules": table}), nl=False)
        return
    for rule in RULES:
        click.echo(f"{rule.id}  {rule.name} ({rule.level.value})\n    {rule.why} [{rule.source}]")
        for before, after in rule.examples:
            click.echo(f"    {before} → {_visible(after)}")


def _visible(text: str) -> str:
    """No-break spaces as people who set type write them."""
    return text.replace("\u00a0", "⍽").replace("\u202f", "·")


@main.command()
@_places
def checks(places: Places) -> None:
    """List the checks: what each asks, why, and the codes of its findings."""
    from anthology.checks import CHECKS

    for one in CHECKS:
        click.echo(f"{one.name}\n    {one.why}\n    {', '.join(one.codes)}")


@main.command()
@_places
def settings(places: Places) -> None:
    """List every key of anthology.toml: type, default, meaning."""
    from anthology.config import settings as every

    for name, kind, default, meaning in every():
        click.echo(f"{name}  ({kind}, default: {default})\n    {meaning}")


# --- words -------------------------------------------------------------------------------------------


def error_text(error: AnthologyError, language: str = "en") -> str:
    """A failure as a person reads it on a terminal: its own words are English, what they mean is not."""
    if isinstance(error, Several):
        return "\n".join(error_text(one, language) for one in error.failures)
    if language == "en" or not phrases.headline(error.code, language):
        return str(error)
    place = error.file or ""
    if error.file and error.line is not None:
        place += f":{error.line}"
    # Unlike that of a finding, the hint is told: it may be the key that was meant.
    detail = f"{error.message}; {error.hint}" if error.hint else error.message
    return _explained(place, error.code, detail, language)


def finding_text(one: Finding, language: str = "en") -> str:
    """One finding as a person reads it on a terminal."""
    place = _place(one)
    severity = phrases.severity(one.severity.value, language)
    if language != "en" and phrases.headline(one.code, language):
        return _placed(severity, _explained(place, one.code, one.message, language), language)
    hint = f"\n  → {one.hint}" if one.hint else ""
    return _placed(severity, f"{_placed(place, one.message, language)} [{one.code}]{hint}", language)


def _place(one: Finding) -> str:
    place = one.file or ""
    if one.file and one.line:
        place += f":{one.line}"
    if one.page:
        place += f" p. {one.page}"
    return place.strip()


def _explained(place: str, code: str, detail: str, language: str) -> str:
    """What a code means and what to do about it, with the place and the words of the problem itself."""
    what = f"{phrases.headline(code, language)} ({detail}) [{code}]"
    return f"{_placed(place, what, language)}\n  → {phrases.remedy(code, language)}"


def _placed(place: str, what: str, language: str = "") -> str:
    """What is at a place, or only what it is where there is none."""
    words = catalogue(language or _language()).gettext("%(place)s: %(what)s")
    return words % {"place": place, "what": what} if place else what


def decision_text(one: Decision, language: str = "en") -> str:
    """One question as a person reads it on a terminal, in English by the name its kind has in review.toml."""
    say = catalogue(language).gettext
    kind = one.kind if language == "en" else phrases.kind(one.kind, language)
    values = ((say("found"), one.found), (say("proposed"), one.proposed), (say("decision"), one.answer))
    return "\n".join(
        [
            _placed(one.where, f"{kind} ({one.id})", language),
            *(f"    {_placed(name, value, language)}" for name, value in values if value),
            *(f"    – {reason}" for reason in one.evidence),
        ]
    )


def _tell_findings(places: Places, findings: Sequence[Finding]) -> None:
    for one in findings:
        places.tell(finding_text(one, _language()))


def _summary(findings: Sequence[Finding]) -> str:
    counts = [(severity, sum(one.severity is severity for one in findings)) for severity in Severity]
    return ", ".join(_count(count, severity.value) for severity, count in counts)


def _count(number: int, noun: str) -> str:
    return phrases.counted(number, noun, _language())


if __name__ == "__main__":
    main()
