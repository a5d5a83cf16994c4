"""The measuring itself: what is counted, whether books and edits are what is said of them, what is told."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from anthology import building, config
from lxml import etree
from tests.bench import (
    contenders,
    corpus,
    edits,
    measuring,
    profiling,
    prose,
    results,
    rounds,
    translations,
    typst_source,
    watching,
    workspace,
)
from tests.bench.contenders import Contender, Weight
from tests.bench.measuring import Cost, Failed

ROOT = Path(__file__).resolve().parent.parent
linux = pytest.mark.skipif(sys.platform != "linux", reason="read from /proc, or asked of the Linux kernel")

# --- measuring -----------------------------------------------------------------------------------------

BUSY = """
import resource, sys, time
kept = bytearray(60_000_000)
for place in range(0, len(kept), 4096): kept[place] = 1
total = sum(range(3_000_000))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
open(sys.argv[1], "w").write(f"{time.process_time()} {peak}")
"""
IN_A_CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True)"
IN_AN_ORPHAN = (
    "import subprocess, sys; subprocess.Popen([sys.executable, '-c', *sys.argv[1:]]); import os; os._exit(0)"
)


def cost(folder: Path, *arguments: str) -> Cost:
    return measuring.run([[sys.executable, "-c", *arguments]], cwd=folder, environment=os.environ)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((BUSY,), id="the command"),
        pytest.param((IN_A_CHILD, BUSY), id="its child"),
        pytest.param((IN_AN_ORPHAN, BUSY), id="a child that outlives it", marks=linux),
    ],
)
def test_what_every_process_of_a_command_says_it_used_is_counted(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    measured = cost(tmp_path, *arguments, str(tmp_path / "said"))
    cpu, peak = (tmp_path / "said").read_text().split()
    assert measured.cpu_s >= float(cpu)
    assert measured.peak_bytes >= int(peak) * (1024 if sys.platform == "linux" else 1) > 60_000_000
    assert measured.wall_s > 0


def test_commands_one_after_the_other_cost_their_sum_and_the_largest_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    costs = iter([Cost(1.0, 0.5, 70), Cost(2.0, 3.0, 50)])
    monkeypatch.setattr(measuring, "_cost", lambda *_: next(costs))
    assert measuring.run([["a"], ["b"]], cwd=tmp_path, environment={}) == Cost(3.0, 3.5, 70)


def test_a_command_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(Failed, match=r"exit status 3\n.*no paper"):
        cost(tmp_path, "import sys; print('no paper'); sys.exit(3)")


@linux
def test_a_running_family_is_counted_with_all_below_it() -> None:
    child = "import sys; sum(range(2_000_000)); print('there', flush=True); sys.stdin.read()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        family = measuring.family(process.pid)
        assert (len(family), family[0]) == (2, process.pid)
        assert measuring.cpu_of(family) > measuring.cpu_of(family[:1]) > 0
        assert measuring.peak_of(family) == max(measuring.peak_of([pid]) for pid in family) > 1_000_000
        process.communicate()
    assert (measuring.cpu_of([]), measuring.peak_of([])) == (0, 0)


# --- the books -----------------------------------------------------------------------------------------

SIZE = 12


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the content of a small book; nobody changes it."""
    folder = tmp_path_factory.mktemp("book")
    corpus.lay_down(folder / "content", SIZE)
    return folder


@pytest.fixture
def folder(book: Path, tmp_path: Path) -> Path:
    """A folder with a book and a copy of the theme, to be edited."""
    for file in all_files(book):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes((book / file).read_bytes())
    sheet = tmp_path / "tool" / "layouts" / "classic" / "print.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_bytes((ROOT / "layouts" / "classic" / "print.css").read_bytes())
    return tmp_path


def all_files(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def contents(folder: Path) -> dict[Path, bytes]:
    return {file: (folder / file).read_bytes() for file in all_files(folder)}


def test_the_same_number_of_articles_gives_the_same_bytes_and_fewer_give_the_first_of_them(
    book: Path, tmp_path: Path
) -> None:
    corpus.lay_down(tmp_path / "content", 3)
    articles = edits.articles(tmp_path)
    assert [file.read_bytes() for file in articles] == [
        file.read_bytes() for file in edits.articles(book)[:3]
    ]
    assert corpus.photograph(7) == corpus.photograph(7) != corpus.photograph(8)


def test_no_two_people_titles_or_articles_of_a_thousand_are_alike() -> None:
    assert len({prose.name(number) for number in range(6000)}) == 6000
    writer = prose.Writer(prose.FRENCH, 0)
    assert len({writer.title(number) for number in range(1900)}) == 1900
    pieces = [corpus.piece(number) for number in range(1000)]
    assert len({one.text.partition("+++\n")[2].partition("+++\n")[2] for one in pieces}) == 1000
    assert len({one.slug for one in pieces}) == 1000


def test_a_book_holds_all_that_a_real_one_does(book: Path) -> None:
    composed = building.read(book / "content", config.load(book / "content"))
    assert composed.composition.findings == ()
    assert {one.language for one in composed.articles} == {"fr", "en"}
    assert len(composed.photos) == 3
    kinds = {section.kind for section in composed.composition.book.sections}
    assert kinds >= {"part", "article", "authors", "index", "photo-credits", "contents"}
    bodies = "".join(
        str(one.data["body"]) for one in composed.composition.book.sections if one.kind == "article"
    )
    for mark in ('class="question"', 'class="pull-quote"', 'class="note"', "<h2", "<figure"):
        assert mark in bodies
    people = {one.person for article in composed.articles for one in article.authors}
    assert len(people) >= 2 * SIZE - 1


EDITS = [edits.comma, edits.page, edits.photograph, edits.style]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_changes_the_one_file_it_names_and_never_twice_alike(
    folder: Path, edit: Callable[[Path, int], Path]
) -> None:
    before, seen = contents(folder), set()
    for edition in range(6):
        file = edit(folder, edition).relative_to(folder)
        after = contents(folder)
        assert {name for name in after if after[name] != before.get(name)} == {file}
        seen.add(after[file])
        (folder / file).write_bytes(before[file])
    assert len(seen) == 6


def test_a_comma_is_one_comma_between_two_words_of_a_sentence(folder: Path) -> None:
    before = contents(folder)
    for edition in (0, 3, 204):
        file = edits.comma(folder, edition)
        old, new = before[file.relative_to(folder)].decode(), file.read_text(encoding="utf-8")
        place = next(place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
        assert new == f"{old[:place]},{old[place:]}"
        assert re.fullmatch(r"\w, \w", new[place - 1 : place + 3])
        assert new[new.rfind("\n", 0, place) + 1].isalnum() or new[new.rfind("\n", 0, place) + 1] in "«“"
        file.write_text(old, encoding="utf-8")


def test_a_page_more_is_a_page_of_words_in_the_first_article(folder: Path) -> None:
    first = edits.articles(folder)[0]
    old = first.read_text(encoding="utf-8")
    assert edits.page(folder, 0) == first
    new = first.read_text(encoding="utf-8")
    assert len(new.split()) - len(old.split()) >= edits.PAGE_WORDS
    assert [line for line in old.splitlines() if line not in new.splitlines()] == []


# --- the same book for others --------------------------------------------------------------------------


def words(root: etree._Element | None) -> list[str]:
    assert root is not None
    return " ".join(map(str, root.itertext())).split()


def test_the_others_get_the_words_of_our_sections(book: Path) -> None:
    translation = translations.Translation.of(book / "content")
    ours = [word for _, root in translation.sections for word in words(root.find("{*}body"))]
    theirs = words(etree.fromstring(translation.xhtml().partition("\n")[2]).find("{*}body"))
    assert theirs == ours
    plain = re.sub(r"\\(.)", r"\1", translation.typst())
    for article in translation.composed.articles:
        assert article.standfirst.split()[0] in plain
    lost = {word for word in ours if word.isalpha() and word not in plain}
    assert lost <= {"Index", "Table", "des", "matières"}, "Typst makes the contents itself"
    markdown = translation.markdown()
    for article in translation.composed.articles:
        paragraphs = [line for line in article.body.splitlines() if line[:1].isalpha()]
        assert [line for line in paragraphs if line.partition("[^")[0] not in markdown] == []


def test_the_style_sheet_of_one_document_asks_no_root_element_for_its_class(book: Path) -> None:
    sheet = translations.Translation.of(book / "content").sheet()
    assert "html." not in sheet
    assert ".document.body .section" in sheet
    assert "counter(page" in sheet, "with its folios"


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("10 $ #1 *x* _y_ <z>", r"10 \$ \#1 \*x\* \_y\_ \<z\>"),
        ("2022. Une année", r"2022\. Une année"),
        ("l’eau : « oui » – a//b", r"l’eau : « oui » – a\/\/b"),
        ("- [a] @b ~ \\ \"q\" 'r' = + `c`", r"\- \[a\] \@b \~ \\ \"q\" \'r\' \= \+ \`c\`"),
    ],
)
def test_a_text_means_nothing_to_typst(text: str, markup: str) -> None:
    assert typst_source.escaped(text) == markup


# --- rounds --------------------------------------------------------------------------------------------


class FakeWorkspace:
    """A workspace where nothing is built."""

    def __init__(self, folder: Path, size: int, tool: Path) -> None:
        self.folder, self.size = folder, size
        (folder / "book.pdf").write_bytes(b"12345")

    def pages(self, pdf: Path) -> int:
        return 7

    def words(self) -> int:
        return 99


def contender(key: str, measure: Callable[[Any, int], Cost], weight: Weight = Weight.EDIT) -> Contender:
    return Contender(key, key, measure, ("book.pdf",), weight)


@pytest.fixture
def take(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """Measure these contenders in a workspace where nothing is built."""
    monkeypatch.setattr(rounds, "Workspace", FakeWorkspace)

    def measured(
        *there: Contender, size: int = 10, runs: int = 2, only: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        monkeypatch.setattr(rounds, "CONTENDERS", there)
        return rounds.measured(size, runs, only, ROOT, lambda line: None)

    return measured


def test_everyone_is_measured_once_before_anyone_is_measured_twice(
    take: Callable[..., dict[str, Any]],
) -> None:
    told: list[tuple[str, int]] = []

    def measure(key: str) -> Callable[[Any, int], Cost]:
        def one(workspace: Any, number: int) -> Cost:
            told.append((key, number))
            return Cost(1, 1, 1)

        return one

    entry = take(contender("weasyprint", measure("weasyprint")), contender("comma", measure("comma")))
    assert told == [("weasyprint", 0), ("comma", 0), ("weasyprint", 1), ("comma", 1)]
    assert [one["key"] for one in entry["contenders"]] == ["weasyprint", "comma"]
    assert entry["contenders"][1] | {"rounds": 0} == {
        "key": "comma",
        "wall_s": 1,
        "cpu_s": 1,
        "peak_mb": 0,
        "wall_ratio": 1,
        "cpu_ratio": 1,
        "pdf": 5,
        "pages": 7,
        "rounds": 0,
    }


def test_of_a_thousand_articles_a_book_is_set_whole_once_and_not_by_all(
    take: Callable[..., dict[str, Any]],
) -> None:
    there = [
        contender(key, lambda *_: Cost(1, 1, 1), weight)
        for key, weight in (("weasyprint", Weight.WHOLE), ("comma", Weight.EDIT), ("style", Weight.LEFT_OUT))
    ]
    entry = take(*there, size=1000, runs=5)
    assert {one["key"]: len(one["rounds"]) for one in entry["contenders"]} == {"weasyprint": 1, "comma": 3}
    assert entry["missing"] == {"style": "left out at this size"}
    assert {one["key"]: len(one["rounds"]) for one in take(*there, runs=5)["contenders"]} == {
        "weasyprint": 5,
        "comma": 5,
        "style": 5,
    }


def test_a_tool_that_fails_is_told_and_one_of_our_builds_that_fails_stops_the_measurement(
    take: Callable[..., dict[str, Any]],
) -> None:
    def fail(workspace: Any, number: int) -> Cost:
        raise Failed("no paper")

    entry = take(contender("typst", fail), contender("pandoc", lambda *_: Cost(1, 1, 1)))
    assert entry["missing"] == {"typst": "it failed"}
    assert [one["key"] for one in entry["contenders"]] == ["pandoc"]
    with pytest.raises(Failed, match="no paper"):
        take(contender("comma", fail))


def test_only_those_are_measured_that_are_asked_for(take: Callable[..., dict[str, Any]]) -> None:
    there = [contender(key, lambda *_: Cost(1, 1, 1)) for key in ("weasyprint", "comma", "typst")]
    assert [one["key"] for one in take(*there, only=("typst", "comma"))["contenders"]] == ["comma", "typst"]


def test_the_contenders_are_all_that_was_promised() -> None:
    keys = [one.key for one in contenders.CONTENDERS]
    assert len(keys) == len(set(keys))
    assert set(keys) >= {"weasyprint", "typst", "pandoc", "pagedjs", *contenders.OURS}
    assert {"cold", "nothing", "comma", "watch", "page", "photograph", "style"} == contenders.OURS


# --- a workspace ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[workspace.Workspace]:
    """A workspace whose builds copy the first article; the book has a leaf for every 400 words of that.

    Each test leaves it as it was.
    """

    def build(self: workspace.Workspace) -> None:
        for file in (self.folder / ".cache" / "results", self.output / "book.pdf"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(edits.articles(self.folder)[0].read_text(encoding="utf-8"), encoding="utf-8")

    def pages(self: workspace.Workspace, pdf: Path) -> int:
        return 2 * (len(edits.articles(self.folder)[0].read_text(encoding="utf-8").split()) // 400)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace.Workspace, "build", build)
        patch.setattr(workspace.Workspace, "pages", pages)
        yield workspace.Workspace(tmp_path_factory.mktemp("workspace"), 2)


def test_a_workspace_has_its_own_copy_of_the_tool(made: workspace.Workspace) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import anthology; print(anthology.__file__)"],
        cwd=made.folder,
        env=made.environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert Path(said.strip()).is_relative_to(made.tool)
    assert contents(made.tool / "fonts") == contents(ROOT / "fonts")


def test_a_page_more_moves_the_book_by_a_leaf_from_the_start(made: workspace.Workspace) -> None:
    before = made.pages(made.output)
    for edition in range(3):
        made.edit(edits.page, edition)
        assert made.pages(made.output) == before + 2
        made.settle()


def test_edits_are_taken_back_and_all_that_was_built_of_them(made: workspace.Workspace) -> None:
    before = contents(made.folder)
    for edit in (edits.comma, edits.page, edits.style):
        made.edit(edit, 0)
    made.build()
    changed = {file.parts[0] for file, data in contents(made.folder).items() if data != before[file]}
    assert changed == {"content", "tool", ".cache", "output"}
    made.settle()
    assert contents(made.folder) == before


def test_to_begin_anew_leaves_nothing_that_a_build_made(made: workspace.Workspace) -> None:
    before = contents(made.content)
    made.edit(edits.comma, 0)
    made.begin_anew()
    assert contents(made.content) == before
    assert not (made.folder / ".cache").exists()
    assert not made.output.exists()
    made.settle()


# --- watching ------------------------------------------------------------------------------------------

WATCHER = """
import sys
print("Built in 2.3 s: 4 sections; no errors.", flush=True)
print("Watching content. Ctrl-C ends.", flush=True)
for _ in range(3):
    with open(sys.argv[1]) as saved: said = saved.read()
    print(said, flush=True)
"""


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Path]:
    """A workspace whose `anthology watch` says what is written into a pipe, and that pipe."""
    monkeypatch.setattr(watching, "_REST_S", 0)
    pipe = tmp_path / "saved"
    os.mkfifo(pipe)
    command = [sys.executable, "-c", WATCHER, str(pipe)]
    return SimpleNamespace(command=lambda name: command, environment=os.environ, folder=tmp_path), pipe


def say(pipe: Path, text: str) -> None:
    pipe.write_text(text)


@linux
def test_under_watch_a_save_costs_until_the_line_that_says_so(watched: tuple[Any, Path]) -> None:
    fake, pipe = watched
    with watching.Watch(fake) as watch:
        measured = [watch.after(lambda: say(pipe, "Built in 0.4 s: 1 section")) for _ in "ab"]
    assert all(one.wall_s > 0 and one.peak_bytes > 1_000_000 for one in measured)


@linux
def test_a_watch_that_stumbles_is_told(watched: tuple[Any, Path]) -> None:
    fake, pipe = watched
    with (
        watching.Watch(fake) as watch,
        pytest.raises(Failed, match="no-articles"),
    ):
        watch.after(lambda: say(pipe, "[no-articles]\nWaiting for the next change."))


# --- results -------------------------------------------------------------------------------------------

ENTRIES = results.summary(
    {
        "weasyprint": [Cost(10, 9, 200_000_000), Cost(12, 9.5, 210_000_000), Cost(50, 30, 220_000_000)],
        "comma": [Cost(1.2, 0.9, 90_000_000), Cost(1.3, 0.95, 90_000_000), Cost(1.1, 0.8, 95_000_000)],
        "typst": [],
    },
    {"weasyprint": {"pdf": 1_234_567, "pages": 42}, "comma": {"pdf": 999, "epub": 1_000_400, "pages": 44}},
)
SAMPLE: dict[str, Any] = {
    "machine": {"cores": 2, "memory_gb": 16, "system": "Linux x86_64", "python": "3.11.7"},
    "versions": {"weasyprint": "70.0"},
    "tool": "0123456789ab",
    "sizes": {"100": {"words": 40_000, "contenders": ENTRIES, "missing": {"pagedjs": "not on the PATH"}}},
}


def test_the_median_counts_and_ratios_are_to_the_reference_of_the_same_run() -> None:
    reference, comma = ENTRIES
    assert (reference["wall_s"], reference["cpu_s"], reference["peak_mb"]) == (12, 9.5, 210)
    assert (comma["wall_s"], comma["wall_ratio"], comma["cpu_ratio"]) == (1.2, 0.1, round(0.9 / 9.5, 4))
    assert len(reference["rounds"]) == 3


def test_without_the_reference_there_are_no_ratios() -> None:
    (alone,) = results.summary({"comma": [Cost(1, 1, 1)]}, {})
    assert not {"wall_ratio", "cpu_ratio"} & set(alone)
    assert "| 1.00 |  | 1.00 |  |" in results.table(
        "10", {"words": 1, "contenders": [alone | {"pages": 1}], "missing": {}}
    )


def test_the_table_says_what_was_measured_and_what_was_not() -> None:
    lines = results.table("100", SAMPLE["sizes"]["100"]).splitlines()
    assert lines[0] == "### 100 articles, 40,000 words, 44 pages"
    assert "| WeasyPrint in one go | 12.00 | 1.00 | 9.50 | 1.00 | 210 | 1,235 |  | 3 |" in lines
    assert "| **one comma changed** | 1.20 | 0.10 | 0.90 | 0.095 | 90 | 1 | 1,000 | 3 |" in lines
    assert lines[-1] == "Not measured: Paged.js (not on the PATH)."


def test_only_what_stands_between_the_marks_of_the_page_is_made_anew() -> None:
    page = "before\n<!-- tables -->\nold\n<!-- end of tables -->\nafter\n"
    once = results.into_page(page, SAMPLE)
    assert once.startswith("before\n<!-- tables -->\n\nOn 2 cores and 16 GB")
    assert once.endswith("\n\n<!-- end of tables -->\nafter\n")
    assert "old" not in once
    assert results.into_page(once, SAMPLE) == once


def test_other_sizes_stay_if_they_are_of_the_same_machine_versions_and_tool(tmp_path: Path) -> None:
    file = tmp_path / "speed.json"
    assert results.kept(file, SAMPLE) == SAMPLE
    file.write_text(results.as_json(SAMPLE), encoding="utf-8")
    other = SAMPLE | {"sizes": {"10": {"words": 1, "contenders": [], "missing": {}}}}
    assert list(results.kept(file, other)["sizes"]) == ["10", "100"]
    for key, value in (("machine", {"cores": 4}), ("versions", {}), ("tool", "ba9876543210")):
        assert list(results.kept(file, other | {key: value})["sizes"]) == ["10"]


def test_the_file_of_results_has_a_line_for_each_round_and_loses_nothing() -> None:
    text = results.as_json(SAMPLE)
    assert json.loads(text) == SAMPLE
    assert "[12, 9.5, 210.0]" in text


def test_the_machine_is_described_without_its_name() -> None:
    assert set(results.machine()) == {"cores", "memory_gb", "system", "python"}
    assert os.uname().nodename not in results.machine()["system"].split()


def test_the_figure_is_the_same_each_time_and_tells_no_date() -> None:
    plot = pytest.importorskip("tests.bench.plot", reason="the plot is drawn with what `make bench` installs")
    drawn = plot.draw(SAMPLE)
    assert drawn == plot.draw(SAMPLE)
    assert etree.fromstring(drawn.encode()).tag.endswith("svg")
    assert "dc:date" not in drawn
    assert plot.OUR_COLOUR in drawn
    assert plot.THEIR_COLOUR in drawn


def test_what_is_shown_is_what_is_kept() -> None:
    kept = json.loads((ROOT / "docs" / "speed.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")
    assert results.into_page(page, kept) == page
    assert etree.parse(ROOT / "docs" / "speed.svg").getroot().tag.endswith("svg")
    assert (ROOT / "docs" / "speed.svg").stat().st_size < 200_000


# --- profiles ------------------------------------------------------------------------------------------

FORKING = """
import multiprocessing, sys
def work(): return sum(map(abs, range(1000)))
if __name__ == "__main__":
    method = multiprocessing.get_context("forkserver")
    worker = method.Process(target=work)
    worker.start(); worker.join()
    idle = method.Process(target=input)
    idle.start(); idle.terminate(); idle.join()
"""


@linux
def test_every_process_of_a_profiled_command_leaves_its_functions(tmp_path: Path) -> None:
    script = tmp_path / "forking.py"
    script.write_text(FORKING)
    left = tmp_path / "left"
    left.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(profiling._HOOK), "BENCH_PROFILE": str(left)}
    subprocess.run([sys.executable, script], env=environment, check=True)
    roles = [file.name.partition("-")[0] for file in left.glob("*.prof")]
    assert (roles.count("command"), roles.count("worker") >= 1) == (1, True)
    told = profiling.functions(sorted(map(str, left.glob("worker-*.prof"))), 300)
    assert "forking.py:3(work)" in told


def test_the_longest_imports_come_first_with_all_they_bring() -> None:
    told = (
        "import time: self [us] | cumulative | imported package\n"
        "import time:       300 |        300 |   inner\n"
        "import time:       100 |        400 | outer\n"
        "a warning of something else\n"
    )
    assert profiling.imports(told, 1).splitlines() == [
        "imports: 2 modules, 0.00 s with the tracing",
        "      0.4 ms        0.1 ms alone  outer",
    ]


def test_a_profile_of_what_is_no_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="comma"):
        profiling.profile(tmp_path, "typst", 1, ROOT, 1)
