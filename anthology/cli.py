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
import termios
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from anthology import __version__, phrases, unchanged
from anthology.cache import Cache
from anthology.errors import AnthologyError, SourceError, apart
from anthology.jsontext import to_json
from anthology.labels import catalogue, interface_language, tenths
from anthology.messages import decision_text as decision_text
from anthology.messages import error_text as error_text
from anthology.messages import finding_text as finding_text
from anthology.messages import placed, summary, table
from anthology.progress import Progress

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from anthology.bindery.crew import Crew
    from anthology.importing.history import Changed, Entry
    from anthology.model import Decision, Finding
    from anthology.shelf import Outcome
    from anthology.watching import Round

# What a command needs only when it has work to do is imported there: pages, templates, validation.

_CONTENT, _OUTPUT = Path("content"), Path("output")
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
        told = _of_help(cleandoc(self.help or ""))
        return click.Command(None, help=told).get_short_help_str(limit)


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
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # nobody is shown a traceback
            told = unchanged.failure(error)
            click.echo(click.style(_failure_text(told), fg="red"), err=True)
            ctx.exit(told.exit_status)


def _failure_text(error: AnthologyError) -> str:
    """A failure in the language of the person; in English where there is no memory even for that."""
    try:
        return error_text(error, _language())
    except (OSError, MemoryError):
        return str(error)


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
    ctx.obj = Places(content or _CONTENT, output or _OUTPUT, quiet, verbose)


def _json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Print the result for machines.")(function)


def _no_cache_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--no-cache", is_flag=True, help="Use nothing of earlier runs, and keep nothing.")(
        function
    )


def _output_names(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (value or "").split(",") if name.strip())


def _complete_output_names(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The outputs that may stand behind those that are typed already."""
    from anthology.config import OutputName

    before, comma, begun = incomplete.rpartition(",")
    taken = before.split(",")
    return [
        f"{before}{comma}{name}"
        for name in get_args(OutputName)
        if name.startswith(begun) and name not in taken
    ]


def _at_least_one(ctx: click.Context, parameter: click.Parameter, value: int | None) -> int | None:
    if value is not None and value < 1:
        raise click.BadParameter(gettext("at least 1 is needed"))
    return value


_MAKING = (
    click.option(
        "--only",
        callback=_output_names,
        shell_complete=_complete_output_names,
        metavar="NAMES",
        help="Outputs to make, such as pdf,epub.",
    ),
    click.option("--draft", is_flag=True, help="Mark every page as a draft, and proposed titles as such."),
    click.option(
        "--keep-going",
        is_flag=True,
        help="Where articles fail, make a draft of the others; the command fails all the same.",
    ),
    click.option(
        "--jobs",
        type=int,
        callback=_at_least_one,
        metavar="N",
        help="How many sections are set at once.  [default: one a processor]",
    ),
    click.option(
        "--executor",
        default="",
        metavar="processes|dask://HOST:PORT",
        help="Who sets them.  [default: processes]",
    ),
)


def _making(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of commands that make the book."""
    for option in reversed(_MAKING):
        function = option(function)
    return function


# --- what lasts longer than a step -------------------------------------------------------------------


@contextmanager
def _results(places: Places, content: Path, no_cache: bool = False) -> Iterator[Cache]:
    """What earlier commands made of a content folder; without a place to keep it, the work is done anew."""
    with Cache() if no_cache else unchanged.opened(content) as results:
        folder = unchanged.results_folder(content)
        if places.verbose and not no_cache and not unchanged.can_keep(folder):
            told = gettext("Nothing can be kept in %(folder)s: the next run does all the work again.")
            places.tell(told % {"folder": folder})
        yield results


@contextmanager
def _crew(executor: str, jobs: int | None) -> Iterator[Callable[[], Crew]]:
    """One crew for all the work, hired when the first of it comes."""
    with ExitStack() as stack:

        @functools.cache
        def hire() -> Crew:
            from anthology.bindery.workers import crew_for

            return stack.enter_context(crew_for(executor, jobs or _processors()))

        yield hire


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
@click.option(
    "--keep-going",
    is_flag=True,
    help="Where submissions cannot be read, import the others; the command fails all the same.",
)
@_no_cache_option
@_json_option
@_places
def import_(
    places: Places,
    files: tuple[Path, ...],
    dry_run: bool,
    keep_going: bool,
    no_cache: bool,
    as_json: bool,
) -> None:
    """Read the submissions (and FILES, folders or .zip files, copied there first) into articles."""
    with (
        _results(places, places.content, no_cache) as results,
        _progress(places, gettext("import")) as tell,
    ):
        imported, ledger = unchanged.import_submissions(
            places.content,
            files,
            results,
            dry_run=dry_run,
            progress=tell,
            when=_moment(),
            keep_going=keep_going,
        )
    if as_json:
        click.echo(ledger(), nl=False)
    done = (
        gettext("Would import %(articles)s; %(open)s, %(taken)s.")
        if dry_run
        else gettext("Imported %(articles)s; %(open)s, %(taken)s.")
    )
    _tell_import(places, imported, done)
    left_out = [one for one in imported.findings if one.severity == "error"]
    for one in left_out if places.quiet else ():  # what is missing is said to those who asked for quiet too
        click.echo(finding_text(one, _language()), err=True)
    if left_out:
        raise click.exceptions.Exit(SourceError.exit_status)


def _tell_import(places: Places, imported: unchanged.Imported, done: str) -> None:
    for slug, state in imported.outcomes:
        if state in _CHANGED or places.verbose:
            places.tell(f"  {_placed(f'articles/{slug}.md', phrases.state(state, _language()))}")
    _tell_findings(places, imported.findings)
    counts = {
        "articles": _count(len(imported.outcomes), "article"),
        "open": _count(imported.open, "open decision"),
        "taken": _count(imported.taken, "taken"),
    }
    places.tell(done % counts)
    if imported.open:
        places.tell(gettext("`anthology review` lists them; answer in review.toml, then import again."))


def _moment() -> int:
    """The time of an import, for its history: no output says it."""
    return int(time.time())


def _complete_numbers(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """The imports that can be taken back, each with what it did."""
    from click.shell_completion import CompletionItem

    from anthology import pipeline

    named = [one.params.get("content") for one in (ctx, ctx.parent) if one]
    try:
        known = pipeline.history(next(filter(None, named), _CONTENT))
    except AnthologyError:
        return []
    return [
        CompletionItem(str(one.number), help=_entry_text(one))
        for one in known
        if str(one.number).startswith(typed)
    ]


def _entry_text(one: Entry) -> str:
    """An import or an undo, in one line."""
    moment = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.when)) if one.when is not None else "–"
    what = gettext("import") if one.undone is None else gettext("undo of %(number)s") % {"number": one.undone}
    return f"{moment}  {_placed(what, _count(len(one.changes), 'file'))}"


@main.command()
@_json_option
@_places
def history(places: Places, as_json: bool) -> None:
    """List the last 30 imports, when each was and what it changed; `anthology undo` takes one back."""
    from anthology import pipeline

    known = pipeline.history(places.content)
    if as_json:
        click.echo(to_json({"imports": [asdict(one) for one in known]}), nl=False)
        return
    for one in known:
        click.echo(f"{one.number:>4}  {_entry_text(one)}")
        for change in one.changes:
            click.echo(f"      {_change_text(change)}")
    if not known:
        places.tell(gettext("No import has changed anything yet."))


def _change_text(change: Changed) -> str:
    told = _placed(change.file, phrases.change(change.how, _language()))
    kept = gettext("it was edited by hand: that is kept")
    return f"{told} ({kept})" if change.edited else told


@main.command()
@click.argument("number", required=False, type=int, shell_complete=_complete_numbers)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@_json_option
@_places
def undo(places: Places, number: int | None, dry_run: bool, as_json: bool) -> None:
    """Bring back what stood below content/ before import NUMBER, or before the last one.

    What stands there now is kept: the same command once more brings it back.
    """
    from anthology import pipeline

    done = pipeline.undo(places.content, number, when=_moment(), dry_run=dry_run)
    if as_json:
        click.echo(to_json({"undo": asdict(done) if done else None}), nl=False)
        return
    if done is None:
        places.tell(gettext("Nothing changed."))
        return
    for change in done.changes:
        places.tell(f"  {_change_text(change)}")
    told = (
        gettext("Would bring back %(files)s, as before %(number)s.")
        if dry_run
        else gettext("Brought back %(files)s, as before %(number)s; `anthology undo` takes it back.")
    )
    places.tell(told % {"files": _count(len(done.changes), "file"), "number": done.undone})


class _Terminal:
    """The terminal of a person who answers questions: keys come as they are pressed, and are not shown."""

    def __init__(self) -> None:
        self._keyboard = sys.stdin.fileno()
        self._usual = termios.tcgetattr(self._keyboard)

    def __enter__(self) -> _Terminal:
        one_by_one = [*self._usual]
        one_by_one[3] &= ~(termios.ICANON | termios.ECHO)
        # Not TCSAFLUSH: what was pressed ahead is meant.
        termios.tcsetattr(self._keyboard, termios.TCSADRAIN, one_by_one)
        return self

    def __exit__(self, *_: object) -> None:
        termios.tcsetattr(self._keyboard, termios.TCSADRAIN, self._usual)

    @property
    def width(self) -> int:
        return _width()

    @property
    def colour(self) -> bool:
        return not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"

    def say(self, text: str) -> None:
        click.echo(text, color=True)

    def key(self) -> str:
        try:
            pressed = os.read(self._keyboard, 64)
        except OSError:  # the terminal is gone
            pressed = b""
        if not pressed:
            raise EOFError
        return pressed.decode(errors="ignore")

    def line(self, prompt: str) -> str | None:
        # A line that is typed can then be edited, where the system knows how.
        with suppress(ImportError):
            import readline  # noqa: F401
        self.__exit__()
        try:
            return input(prompt)
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return None
        finally:
            self.__enter__()


def _offered(of: Callable[[Decision], tuple[str, str]]) -> Callable[..., list[CompletionItem]]:
    """What completes an option: something of each question, and a word about it."""

    def complete(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from anthology import folders

        named = [one.params.get("content") for one in (ctx, ctx.parent) if one]
        try:
            decisions = folders.review(next(filter(None, named), _CONTENT)).decisions
        except AnthologyError:
            return []
        offered = dict(of(one) for one in decisions)
        return [CompletionItem(name, help=told) for name, told in offered.items() if name.startswith(typed)]

    return complete


def _id_offered(one: Decision) -> tuple[str, str]:
    return one.id, f"{one.kind} {one.where}"


def _kind_offered(one: Decision) -> tuple[str, str]:
    return one.kind, phrases.kind(one.kind, _language())


def _file_offered(one: Decision) -> tuple[str, str]:
    return one.where.rpartition(":")[0], ""


_IDS = _offered(_id_offered)


@main.command()
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    shell_complete=_offered(_kind_offered),
    help="Only questions of this kind.",
)
@click.option(
    "--file",
    "files",
    multiple=True,
    metavar="FILE",
    shell_complete=_offered(_file_offered),
    help="Only questions about this file.",
)
@click.option("--open/--all", "only_open", default=None, help="Only what is open, or everything.")
@click.option("--list", "listed", is_flag=True, help="List them, on a terminal too, and ask nothing.")
@click.option("--accept", multiple=True, metavar="ID", shell_complete=_IDS, help="Accept what ID proposes.")
@click.option("--reject", multiple=True, metavar="ID", shell_complete=_IDS, help="Reject what ID proposes.")
@click.option(
    "--answer",
    multiple=True,
    nargs=2,
    metavar="ID TEXT",
    shell_complete=_IDS,
    help="Answer ID in your own words; empty words open it again.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@_json_option
@_places
def review(
    places: Places,
    kinds: tuple[str, ...],
    files: tuple[str, ...],
    only_open: bool | None,
    listed: bool,
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    answer: tuple[tuple[str, str], ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """List what only a person can decide.

    On a terminal it asks each question in turn, one key an answer.
    """
    from anthology import folders, walking

    decisions = folders.review(places.content).decisions
    given = (*((id_, "accept") for id_ in accept), *((id_, "reject") for id_ in reject), *answer)
    if given:
        _answer(places, decisions, given, dry_run)
        return
    live = sys.stdin.isatty() and sys.stdout.isatty() and not (as_json or listed or places.quiet)
    everything = as_json or (places.verbose and not live) if only_open is None else not only_open
    chosen = walking.chosen(decisions, kinds, files)
    shown = [one for one in chosen if everything or one.open]
    if live and shown:
        with _Terminal() as terminal:
            walking.Walk(places.content, shown, terminal, _language(), dry_run=dry_run).go()
        _tell_still_open(places, folders.review(places.content).decisions)
        places.tell(gettext("Run `make`, or `anthology import`, and the book takes your answers."))
        return
    if as_json:
        from anthology.review import decision_json

        click.echo(to_json({"decisions": [decision_json(one) for one in shown]}), nl=False)
        return
    for one in shown:
        click.echo(decision_text(one, _language()))
    _tell_still_open(places, chosen)


def _tell_still_open(places: Places, decisions: Sequence[Decision]) -> None:
    still_open = _count(sum(one.open for one in decisions), "open decision")
    places.tell(gettext("%(open)s of %(number)s.") % {"open": still_open, "number": len(decisions)})


def _answer(
    places: Places, decisions: Sequence[Decision], given: Sequence[tuple[str, str]], dry_run: bool
) -> None:
    """Write down answers that were given on the command line."""
    from anthology import walking

    known = {one.id: one.answer for one in decisions}
    answers = dict(given)
    for id_, words in given:
        if id_ not in known:
            raise click.UsageError(gettext("nothing is asked under %(id)s") % {"id": id_})
        if answers[id_] != words:
            raise click.UsageError(gettext("%(id)s is given two answers") % {"id": id_})
    kept = walking.answer(places.content, answers, known, dry_run=dry_run)
    opened, stays = gettext("open"), gettext("was answered elsewhere meanwhile, and stays")
    for id_, words in kept.written.items():
        places.tell(f"  {_placed(id_, words or opened)}")
    for id_ in kept.otherwise:
        places.tell(f"  {_placed(id_, stays)}")
    told = gettext("Would answer %(number)s.") if dry_run else gettext("Answered %(number)s.")
    places.tell(told % {"number": len(kept.written)})


@main.command()
@_making
@click.option(
    "--all",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Make every book below DIR, each into the folder output beside its content.",
)
@_no_cache_option
@_json_option
@_places
def build(
    places: Places,
    only: tuple[str, ...],
    draft: bool,
    keep_going: bool,
    jobs: int | None,
    executor: str,
    folder: Path | None,
    no_cache: bool,
    as_json: bool,
) -> None:
    """Make the book: output/book.pdf, output/book.epub, output/report/."""
    wishes = _Wishes(only, draft, keep_going, no_cache)
    with _crew(executor, jobs) as hire:
        if folder is not None:
            _stop_if_named(places)
            _build_all(places, folder, wishes, hire, as_json)
        else:
            _build_one(places, wishes, hire, as_json)


def _stop_if_named(places: Places) -> None:
    """Many books have many folders: one that is named could only be that of one of them."""
    if (places.content, places.output) != (_CONTENT, _OUTPUT):
        raise click.UsageError(gettext("--all goes without --content and --output: each book has its own."))


@dataclass(frozen=True)
class _Wishes:
    """How a book is to be made."""

    only: tuple[str, ...]
    draft: bool
    keep_going: bool
    no_cache: bool


def _build_one(places: Places, wishes: _Wishes, hire: Callable[[], Crew], as_json: bool) -> None:
    started = time.monotonic()
    with (
        _results(places, places.content, wishes.no_cache) as results,
        _progress(places, gettext("build")) as tell,
    ):
        built = unchanged.build(
            places.content,
            places.output,
            results,
            only=wishes.only,
            draft=wishes.draft,
            keep_going=wishes.keep_going,
            progress=tell,
            hire=hire,
        )
    if as_json:
        click.echo(to_json({"outputs": dict(built.figures), **_findings_json(built.findings)}), nl=False)
    else:
        _tell_outputs(places, built)
        if built.made:
            seconds = _seconds(time.monotonic() - started)
            places.tell(gettext("Built in %(seconds)s s.") % {"seconds": seconds})
    if isinstance(built, unchanged.Partly) and built.failure:
        _tell_left_out(built.failure)
        raise click.exceptions.Exit(built.failure.exit_status)


def _tell_left_out(failure: AnthologyError) -> None:
    """Say what is not in a book that was made without it: also to those who asked for quiet."""
    click.echo(click.style(error_text(failure, _language()), fg="red"), err=True)
    told = gettext("The book is a draft without what stands above: incomplete, and not to be printed.")
    click.echo(click.style(told, fg="red"), err=True)


def _tell_outputs(places: Places, built: unchanged.Built) -> None:
    for name, figure in built.figures:
        places.tell(f"  {_placed(str(places.output / name), figure)}")
    places.tell(f"  {_placed(str(places.output / 'report' / 'index.html'), _summary(built.findings))}")
    if not built.made:
        places.tell(gettext("Nothing changed."))


def _build_all(
    places: Places, folder: Path, wishes: _Wishes, hire: Callable[[], Crew], as_json: bool
) -> None:
    from anthology import shelf

    done = []
    for volume in shelf.volumes(folder):
        started = time.monotonic()
        with _progress(places, volume.name) as tell:
            outcome = shelf.build(
                volume,
                lambda content: _results(places, content, wishes.no_cache),
                only=wishes.only,
                draft=wishes.draft,
                keep_going=wishes.keep_going,
                progress=tell,
                hire=hire,
            )
        if outcome.error:
            told = _placed(volume.name, error_text(outcome.error, _language()))
            click.echo(click.style(told, fg="red"), err=True)
        done.append((outcome, time.monotonic() - started))
    if as_json:
        click.echo(to_json({"books": [_outcome_json(*one) for one in done]}), nl=False)
    else:
        for line in table([_heads(), *(_row(*one) for one in done)]):
            places.tell(line)
    raise click.exceptions.Exit(max(outcome.status for outcome, _ in done))


def _heads() -> tuple[str, ...]:
    return gettext("Book"), gettext("Result"), gettext("Pages"), gettext("Outputs"), gettext("Seconds")


def _row(outcome: Outcome, seconds: float) -> tuple[str, ...]:
    built = outcome.built
    if built is None:
        return outcome.volume.name, gettext("failed"), "", "", _seconds(seconds)
    state = gettext("made") if built.made else gettext("unchanged")
    outputs = ", ".join(f"{name} {figure}" for name, figure in built.figures)
    return outcome.volume.name, state, str(built.pages or ""), outputs, _seconds(seconds)


def _outcome_json(outcome: Outcome, seconds: float) -> dict[str, object]:
    built, error = outcome.built, outcome.error
    return {
        "book": outcome.volume.name,
        "status": outcome.status,
        "changed": bool(built and built.made),
        "seconds": round(seconds, 1),
        "pages": built.pages if built else 0,
        "outputs": dict(built.figures) if built else {},
        "errors": [_error_json(one) for one in (apart(error) if error else ())],
        **_findings_json(built.findings if built else ()),
    }


def _error_json(error: AnthologyError) -> dict[str, object]:
    names = ("code", "message", "hint", "file", "line", "column")
    return {name: getattr(error, name) for name in names}


@main.command()
@_making
@_places
def watch(
    places: Places, only: tuple[str, ...], draft: bool, keep_going: bool, jobs: int | None, executor: str
) -> None:
    """Make the book, and again each time a source is saved; Ctrl-C ends it."""
    from anthology.watching import Watch

    with (
        _crew(executor, jobs) as hire,
        _results(places, places.content) as results,
        suppress(KeyboardInterrupt),
    ):
        crew = hire()
        crew.warm()
        watched = Watch(
            places.content,
            places.output,
            results,
            crew,
            time.monotonic,
            only=only,
            draft=draft,
            keep_going=keep_going,
            moment=_moment,
            telling=lambda: _progress(places, gettext("build")),
        )
        for number, done in enumerate(watched.rounds()):
            _tell_round(places, done, first=number == 0)


def _tell_round(places: Places, done: Round, *, first: bool) -> None:
    if done.imported and (first or any(state in _CHANGED for _, state in done.imported.outcomes)):
        _tell_import(places, done.imported, gettext("Imported %(articles)s; %(open)s, %(taken)s."))
    if done.error and done.built:
        _tell_left_out(done.error)
    elif done.error:
        click.echo(click.style(error_text(done.error, _language()), fg="red"), err=True)
    elif done.built and first:
        _tell_outputs(places, done.built)
    if done.built and done.built.made:
        told = gettext("Built in %(seconds)s s: %(sections)s; %(findings)s.")
        places.tell(
            told
            % {
                "seconds": _seconds(done.seconds),
                "sections": _count(done.sections, "section"),
                "findings": _summary(done.built.findings),
            }
        )
    if first:
        places.tell(gettext("Watching %(folder)s. Ctrl-C ends.") % {"folder": places.content})
    elif done.error:
        places.tell(gettext("Waiting for the next change."))


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Fail on warnings and open decisions too.")
@click.option("--outside", is_flag=True, help="Also run the outside validators (EPUBCheck, Ace, Nu).")
@_no_cache_option
@_json_option
@_places
def check(
    places: Places, file: Path | None, strict: bool, outside: bool, no_cache: bool, as_json: bool
) -> None:
    """Look at sources, book and finished files; or at one finished FILE, beside its book if that is known."""
    findings = _findings(places, file, outside, no_cache)
    if as_json:
        click.echo(to_json(_findings_json(findings)), nl=False)
    else:
        for one in findings:
            click.echo(finding_text(one, _language()))
    places.tell(_summary(findings))
    bad = {"error", "warning"} if strict else {"error"}
    if any(one.severity in bad for one in findings):
        raise click.exceptions.Exit(1)


def _findings(places: Places, file: Path | None, outside: bool, no_cache: bool) -> tuple[Finding, ...]:
    if file is not None:
        from anthology import pipeline

        with _results(places, places.content, no_cache) as results:
            return pipeline.check_file(
                file,
                content=places.content,
                output=places.output,
                named=_is_named("content"),
                outside=outside,
                cache=results,
            )
    with _results(places, places.content, no_cache) as results:
        return unchanged.check(places.content, places.output, results, outside=outside)


def _is_named(option: str) -> bool:
    """Whether somebody gave an option, before the command's name or after it."""
    context: click.Context | None = click.get_current_context()
    while context is not None:
        if context.params.get(option) is not None:
            return True
        context = context.parent
    return False


def _findings_json(findings: Sequence[Finding]) -> dict[str, object]:
    return {"findings": [one.told() for one in findings]}


def _seconds(seconds: float) -> str:
    return tenths(seconds, _language())


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@_places
def completion(places: Places, shell: str) -> None:
    """Print the script that completes commands and options in SHELL."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is not None:
        script = kind(main, {}, "anthology", "_ANTHOLOGY_COMPLETE")
        click.echo(script.source_template % script.source_vars())


@main.command()
@click.option(
    "--language", metavar="TAG", default="", help="Only the rules of this language (fr-CH), as it sets."
)
@_json_option
@_places
def rules(places: Places, language: str, as_json: bool) -> None:
    """List the typographic rules: what, why, source, examples."""
    from anthology import evidence, pipeline
    from anthology.rules import RULES, examples_in

    listed = [rule for rule in RULES if not language or rule.speaks(language)]
    if as_json:
        table = [
            {
                "id": rule.id,
                "name": rule.name,
                "level": rule.level.value,
                "languages": list(rule.languages),
                "on": rule.on and rule.level.value == "A",
                "writes_letters": rule.writes_letters,
                "why": rule.why,
                "source": rule.source,
                "examples": [list(pair) for pair in examples_in(rule, language)],
                "unchanged": list(rule.unchanged),
            }
            for rule in listed
        ]
        click.echo(pipeline.to_json({"rules": table}), nl=False)
        return
    for rule in listed:
        asleep = "" if rule.on else ", " + gettext("off")
        name = evidence.rule_name(rule.name, _language())
        click.echo(f"{rule.id}  {name} ({rule.level.value}, {' '.join(rule.languages)}{asleep})")
        click.echo(f"    {evidence.rule_reason(rule.why, _language())} [{rule.source}]")
        for before, after in examples_in(rule, language):
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


def _complete_codes(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes that begin so, each with what it means."""
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(code, help=phrases.headline(code, _language()))
        for code in phrases.CODES
        if code.startswith(incomplete)
    ]


@main.command()
@click.argument("code", shell_complete=_complete_codes)
@_json_option
@_places
def explain(places: Places, code: str, as_json: bool) -> None:
    """Say what CODE means, and what to do about it."""
    code = code.strip("[] ")
    code = code if phrases.headline(code, "en") else code.lower()
    if not phrases.headline(code, "en"):
        import difflib

        near = ", ".join(difflib.get_close_matches(code, phrases.CODES, n=3, cutoff=0.0))
        told = gettext("no code is called %(code)s; did you mean %(near)s?")
        raise click.UsageError(told % {"code": code, "near": near})
    known = phrases.weights().get(code, {"severities": (), "statuses": ()})
    entry = {
        "code": code,
        "means": phrases.headline(code, _language()),
        "remedy": phrases.remedy(code, _language()),
    }
    if as_json:
        click.echo(to_json({**entry, **known}), nl=False)
        return
    click.echo(f"{_placed(code, entry['means'])}.\n")
    click.echo(_placed(gettext("What to do"), entry["remedy"]))
    if weight := phrases.weight(known["severities"], known["statuses"], _language()):
        click.echo(weight)


@main.command()
@_json_option
@_places
def version(places: Places, as_json: bool) -> None:
    """Say which version this is; with --verbose, of what it is made on this machine."""
    if not (places.verbose or as_json):
        click.echo(f"anthology {__version__}")
        return
    from anthology import about

    facts = about.facts()
    if as_json:
        click.echo(to_json(facts), nl=False)
        return
    click.echo(f"anthology {__version__}, {facts['system']}")
    for heading, told in ((gettext("Engines"), about.engines()), (gettext("Libraries"), about.libraries())):
        click.echo(f"\n{heading}")
        for line in table(told.items()):
            click.echo(f"  {line}")
    click.echo("\n" + _placed(gettext("Sandbox"), ", ".join(about.sandbox())))


@main.command()
@_places
def settings(places: Places) -> None:
    """List every key of anthology.toml: type, default, meaning."""
    from anthology.config import settings as every

    for name, kind, default, meaning in every():
        click.echo(f"{name}  ({kind}, default: {default})\n    {meaning}")


# --- words -------------------------------------------------------------------------------------------


def _tell_findings(places: Places, findings: Sequence[Finding]) -> None:
    for one in findings:
        places.tell(finding_text(one, _language()))


def _summary(findings: Sequence[Finding]) -> str:
    return summary(findings, _language())


def _placed(place: str, what: str) -> str:
    return placed(place, what, _language())


def _count(number: int, noun: str) -> str:
    return phrases.counted(number, noun, _language())


if __name__ == "__main__":
    main()
