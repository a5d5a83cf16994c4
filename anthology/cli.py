"""The command `anthology`: arguments, progress, messages and exit codes; the only module that prints.

Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import functools
import io
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from anthology import __version__
from anthology.errors import AnthologyError
from anthology.model import Decision, Finding, Severity

_SHOW_PROGRESS_AFTER_S = 1.0


@dataclass(frozen=True)
class Places:
    """The folders and the tone of one run."""

    content: Path
    output: Path
    quiet: bool
    verbose: bool

    def say(self, text: str) -> None:
        """Tell people something, unless they asked for quiet."""
        if not self.quiet:
            click.echo(text, err=True)


class _Command(click.Group):
    """Turns a failure of the tool into its message and its exit status, never into a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AnthologyError as error:
            click.echo(click.style(str(error), fg="red"), err=True)
            ctx.exit(error.exit_status)


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


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
@_common
@click.version_option(__version__, prog_name="anthology")
@click.pass_context
def main(ctx: click.Context, content: Path | None, output: Path | None, quiet: bool, verbose: bool) -> None:
    """From a class's submissions to a printed book and an e-book, with no word and no name lost."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal of few letters gets the others by their numbers
        sys.stdout.reconfigure(errors="backslashreplace")
    ctx.obj = Places(content or Path("content"), output or Path("output"), quiet, verbose)


def _json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Print the result for machines.")(function)


# --- progress ----------------------------------------------------------------------------------------


@contextmanager
def _progress(places: Places, what: str) -> Iterator[Callable[[int, int, str], None]]:
    """A line that says how far the work is: on a terminal, and only when it lasts."""
    started = time.monotonic()
    shown = False
    live = sys.stderr.isatty() and not places.quiet

    def tell(done: int, total: int, name: str) -> None:
        nonlocal shown
        if live and time.monotonic() - started > _SHOW_PROGRESS_AFTER_S:
            shown = True
            filled = round(20 * done / total) if total else 0
            line = f"{what} [{'█' * filled}{'░' * (20 - filled)}] {done}/{total} {name}"
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
        places.say(f"  {file}")
    already = "" if written else " (it was there already)"
    places.say(f"Ready{already}. Next: cd {shlex.quote(str(folder))} && make")


@main.command(name="import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@_json_option
@_places
def import_(places: Places, files: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    """Read the submissions (and FILES, copied there first) into articles and open questions."""
    from anthology import pipeline

    with _progress(places, "import") as tell:
        result = pipeline.import_submissions(places.content, files, dry_run=dry_run, progress=tell)
    if as_json:
        click.echo(pipeline.to_json(result.ledger), nl=False)
    words = {"new": "new", "updated": "updated", "merged": "merged with your changes", "conflict": "CONFLICT"}
    for one in result.outcomes:
        if one.state in words or places.verbose:
            places.say(f"  articles/{one.slug}.md: {words.get(one.state, one.state)}")
    _tell_findings(places, result.findings)
    still_open = sum(one.open for one in result.decisions)
    places.say(
        f"{'Would import' if dry_run else 'Imported'} {_count(len(result.outcomes), 'article')}; "
        f"{_count(still_open, 'open decision')}, {len(result.decisions) - still_open} taken."
    )
    if still_open:
        places.say("`anthology review` lists them; answer in review.toml, then import again.")


@main.command()
@_json_option
@_places
def review(places: Places, as_json: bool) -> None:
    """List what only a person can decide."""
    from anthology import folders, pipeline

    decisions = folders.review(places.content).decisions
    if as_json:
        click.echo(pipeline.to_json({"decisions": [_decision_json(one) for one in decisions]}), nl=False)
        return
    for one in decisions:
        if one.open or places.verbose:
            click.echo(_decision_text(one))
    places.say(f"{_count(sum(one.open for one in decisions), 'open decision')} of {len(decisions)}.")


def _decision_json(one: Decision) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind,
        "open": one.open,
        "where": one.where,
        "found": one.found,
        "proposed": one.proposed,
        "evidence": list(one.evidence),
        "decision": one.answer,
    }


def _decision_text(one: Decision) -> str:
    lines = [f"{one.where}: {one.kind} ({one.id})"]
    for name, value in (("found", one.found), ("proposed", one.proposed), ("decision", one.answer)):
        if value:
            lines.append(f"    {name}: {value}")
    return "\n".join([*lines, *(f"    – {reason}" for reason in one.evidence)])


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
    with _progress(places, "build") as tell:
        built = pipeline.build(places.content, places.output, only=only, draft=draft, progress=tell)
    if as_json:
        figures = {"outputs": dict(built.figures), **pipeline.findings_json(built.findings)}
        click.echo(pipeline.to_json(figures), nl=False)
        return
    for name, figure in built.figures.items():
        places.say(f"  {places.output / name}: {figure}")
    places.say(f"  {places.output / 'report' / 'index.html'}: {_summary(built.findings)}")
    places.say(f"Built in {time.monotonic() - started:.1f} s.")


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
            click.echo(finding_text(one))
    places.say(_summary(findings))
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


def finding_text(one: Finding) -> str:
    """One finding as a person reads it on a terminal."""
    place = one.file or ""
    if one.file and one.line:
        place += f":{one.line}"
    if one.page:
        place += f" p. {one.page}"
    head = f"{place.strip()}: " if place.strip() else ""
    hint = f"\n  → {one.hint}" if one.hint else ""
    return f"{one.severity.value}: {head}{one.message} [{one.code}]{hint}"


def _tell_findings(places: Places, findings: Sequence[Finding]) -> None:
    for one in findings:
        places.say(finding_text(one))


def _summary(findings: Sequence[Finding]) -> str:
    counts = [(severity, sum(one.severity is severity for one in findings)) for severity in Severity]
    return ", ".join(_count(count, severity.value) for severity, count in counts)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    main()
