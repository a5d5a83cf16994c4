"""The project as a stranger finds it: its commands, its pinned packages, its fonts, its files."""

from __future__ import annotations

import ast
import hashlib
import itertools
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")


def canonical(name: str) -> str:
    """The name of a package in its one normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required(requirement: str) -> str:
    """The package that a requirement such as `ebooklib>=0.20` names."""
    return canonical(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])


def pins(lock: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What a lock holds, as {package: (version, hashes)}."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.findall(
        r"^([\w.-]+)==(\S+)[^\n]*((?:\n +--hash=sha256:[0-9a-f]{64}(?: \\)?)*)", text, re.MULTILINE
    )
    return {
        canonical(name): (version, tuple(re.findall(r"sha256:([0-9a-f]{64})", hashes)))
        for name, version, hashes in entries
    }


def project_files() -> list[Path]:
    """Every file that belongs to the project, whether git knows it yet or not."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode:  # unpacked from an archive: no git, and nothing but the project
        made = {".venv", "output", ".cache", ".git"}
        return [p for p in ROOT.rglob("*") if p.is_file() and not made & set(p.relative_to(ROOT).parts)]
    paths = (ROOT / name.decode() for name in listing.stdout.split(b"\0") if name)
    return [path for path in paths if path.is_file()]


def text_lines() -> Iterator[tuple[str, str]]:
    """Each line of the project's own texts, with its place. What people sent in says what it likes."""
    for path in project_files():
        relative = path.relative_to(ROOT)
        if relative.parts[0] == "content" or relative.parts[:2] == ("tests", "data"):
            continue
        data = path.read_bytes()
        if b"\0" in data:
            continue
        for number, line in enumerate(data.decode("utf-8").splitlines(), start=1):
            yield f"{relative.as_posix()}:{number}", line


class TestMakefile:
    GOALS = (
        *("all", "import", "build", "check", "test", "bench", "bench-safety"),
        *("format", "lint", "types", "clean", "help"),
    )

    def test_every_target_a_person_may_type_says_what_it_does(self) -> None:
        targets = re.findall(r"^([a-z]+(?:-(?!ready)[a-z]+)*):(?!=)(.*)$", MAKEFILE, re.MULTILINE)
        assert {name for name, _ in targets} >= set(self.GOALS)
        assert [name for name, rest in targets if not re.search(r"## \S", rest)] == []

    def test_every_target_is_phony_so_a_file_of_that_name_hides_nothing(self) -> None:
        phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
        assert phony is not None
        assert set(phony[1].split()) >= set(self.GOALS)

    def test_make_alone_makes_the_book(self) -> None:
        assert ".DEFAULT_GOAL := all" in MAKEFILE

    def test_help_lists_every_target(self) -> None:
        shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        assert set(re.findall(r"^  make ([a-z-]+) +\S", shown, re.MULTILINE)) >= set(self.GOALS)

    def test_a_dry_run_touches_nothing_in_a_folder_with_blanks_and_quotes(self, tmp_path: Path) -> None:
        folder = tmp_path / "l'école du « livre »"
        folder.mkdir()
        for name in ("Makefile", "pyproject.toml", *LOCKS):
            shutil.copy(ROOT / name, folder / name)
        before = sorted(folder.rglob("*"))
        shown = subprocess.run(
            ["make", "-n", "-j2"], cwd=folder, capture_output=True, text=True, check=True
        ).stdout
        steps = [line.rpartition("/")[2] for line in shown.splitlines() if "bin/anthology " in line]
        assert steps == ["anthology import", "anthology build", "anthology check"]
        assert sorted(folder.rglob("*")) == before

    def test_what_ci_runs_are_targets_that_exist(self) -> None:
        script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
        commands = "\n".join(line for line in script.splitlines() if not line.startswith("#"))
        assert re.findall(r"\bmake ([a-z]+)", commands) == ["lint", "types", "test"]


HYPHENS = "" if Path("/usr/share/hyphen/hyph_fr.dic").exists() else " hyphen-fr"
NEEDED = (
    f"bubblewrap calibre chromium chromium-driver epubcheck ghostscript{HYPHENS} mupdf-tools nodejs npm "
    "poppler-utils strace webkit2gtk-driver xvfb"
)
NEEDED_BY_DNF = (
    f"bubblewrap calibre chromedriver chromium ghostscript{HYPHENS} mupdf nodejs nodejs-npm "
    "poppler-utils strace xorg-x11-server-Xvfb"
)
NEEDED_BY_BREW = "calibre ghostscript mupdf-tools node poppler"
"""The packages that tests need besides what makes a book; some programs are packages of Debian alone."""

ANSWERS = {"sudo": "exit 1"}
"""What a stand-in for a program does: this one asks for a password that nobody types."""


class TestSystemPackages:
    SCRIPT = ROOT / ".ci" / "system-packages"

    def run(self, folder: Path, python: str, programs: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        """The script on a system where only these programs, and what a shell needs, exist."""
        tools = ("sh", "cat", "sed", "sort", "paste")
        for tool in tools:
            where = shutil.which(tool)
            assert where is not None
            (folder / tool).symlink_to(where)
        for name, answer in (
            ("id", "echo 1000"),
            *((name, ANSWERS.get(name, "exit 0")) for name in programs),
        ):
            (folder / name).write_text(f"#!/bin/sh\n{answer}\n")
            (folder / name).chmod(0o755)
        return subprocess.run(
            ["sh", self.SCRIPT, python, "test"],
            env={"PATH": str(folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    @pytest.mark.parametrize(
        ("programs", "needed", "command"),
        [
            (
                ("apt-get",),
                NEEDED,
                f'su -c "apt-get update && apt-get install -y --no-install-recommends {NEEDED}"',
            ),
            (
                ("apt-get", "sudo"),
                NEEDED,
                f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {NEEDED}",
            ),
            (("dnf", "sudo"), NEEDED_BY_DNF, f"sudo dnf install -y {NEEDED_BY_DNF}"),
        ],
    )
    def test_without_the_rights_it_names_the_exact_command_and_stops(
        self, tmp_path: Path, programs: tuple[str, ...], needed: str, command: str
    ) -> None:
        done = self.run(tmp_path, sys.executable, programs)
        assert done.returncode == 1
        assert done.stdout == f"This system lacks: {needed}\n"
        assert f"\n\n    {command}\n\n" in done.stderr

    def test_where_it_knows_no_package_manager_it_says_what_is_missing(self, tmp_path: Path) -> None:
        done = self.run(tmp_path, sys.executable, ())
        assert done.returncode == 1
        assert done.stdout == "This system lacks: ebook-convert gs mutool node npm pdftotext\n"
        assert "package manager" in done.stderr

    def test_an_installation_that_changes_nothing_is_not_taken_for_one(self, tmp_path: Path) -> None:
        done = self.run(tmp_path, sys.executable, ("brew",))
        assert done.returncode == 1
        assert f"Installing them: brew install {NEEDED_BY_BREW}\n" in done.stdout
        assert f"still does not find: {NEEDED_BY_BREW}\n" in done.stderr

    def test_a_program_that_the_system_has_no_package_of_stops_nothing(self, tmp_path: Path) -> None:
        had = ("ebook-convert", "faketime", "gs", "mutool", "node", "npm", "pdftotext")
        done = self.run(tmp_path, sys.executable, ("brew", *had))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_a_python_too_old_or_absent_is_refused_first(self, tmp_path: Path) -> None:
        done = self.run(tmp_path, "no-such-python", ("apt-get",))
        assert done.returncode == 1
        assert done.stdout == ""
        assert "Python 3.11 or newer is needed, and no-such-python is not that." in done.stderr

    def test_every_need_has_a_package_for_every_manager(self) -> None:
        table = re.search(
            r"<<'END'\n((?:run|test) .*?)END\n", self.SCRIPT.read_text(encoding="utf-8"), re.DOTALL
        )
        assert table is not None
        rows = [line.split() for line in table[1].splitlines()]
        assert {len(row) for row in rows} == {6}
        assert {row[1] for row in rows} == {"module", "library", "program", "file"}


class TestLocks:
    @pytest.mark.parametrize("lock", LOCKS)
    def test_every_line_is_one_version_with_its_hashes(self, lock: str) -> None:
        lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
        named = [line for line in lines if line and not line.startswith((" ", "#"))]
        # One package may stand there twice, for an older and a newer Python.
        assert {required(line) for line in named} == set(pins(lock)) != set()
        assert [line for line in named if not re.fullmatch(r"[\w.-]+==\S+( ; .+)? \\", line)] == []
        assert [name for name, (_, hashes) in pins(lock).items() if not hashes] == []

    @pytest.mark.parametrize("lock", LOCKS)
    def test_no_place_to_fetch_from_is_named(self, lock: str) -> None:
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert re.findall(r"://|--index|--extra-index|--find-links| @ ", text) == []

    def test_each_lock_holds_the_one_before(self) -> None:
        for less, more in itertools.pairwise(LOCKS):
            assert pins(less).items() <= pins(more).items()

    def test_the_packages_the_project_asks_for_are_pinned(self) -> None:
        project = PROJECT["project"]
        assert {required(name) for name in project["dependencies"]} <= set(pins("requirements.lock"))
        extras = {required(name) for names in project["optional-dependencies"].values() for name in names}
        assert extras - {"anthology"} <= set(pins("requirements-bench.lock"))

    def test_the_build_backend_is_pinned_since_nothing_is_built_apart(self) -> None:
        assert PROJECT["dependency-groups"]["build"] == PROJECT["build-system"]["requires"]
        assert {required(name) for name in PROJECT["build-system"]["requires"]} <= set(
            pins("requirements.lock")
        )

    def test_a_version_the_project_fixes_is_the_one_locked(self) -> None:
        fixed = dict(name.split("==") for name in PROJECT["project"]["dependencies"] if "==" in name)
        assert "weasyprint" in fixed
        assert {name: pins("requirements.lock")[canonical(name)][0] for name in fixed} == fixed


NPM = ROOT / ".ci" / "npm"


class TestPackagesOfNpm:
    """The programs that judge e-books are pinned as those of Python are."""

    def locked(self) -> dict[str, dict[str, Any]]:
        lock: dict[str, Any] = json.loads((NPM / "package-lock.json").read_text(encoding="utf-8"))
        assert lock["lockfileVersion"] == 3
        return {place: one for place, one in lock["packages"].items() if place}

    def test_every_package_is_one_version_with_its_digest_and_no_place_to_fetch_from(self) -> None:
        assert len(self.locked()) > 100
        for place, one in self.locked().items():
            assert re.fullmatch(r"\d+\.\d+\.\d+[\w.+-]*", one["version"]), place
            assert one["integrity"].startswith("sha512-"), place
            assert not one.keys() & {"resolved", "link"}, place

    def test_what_is_asked_for_is_one_version_and_the_one_locked(self) -> None:
        asked = json.loads((NPM / "package.json").read_text(encoding="utf-8"))["dependencies"]
        assert {"@daisy/ace", "vnu-jar"} <= set(asked)
        assert asked == {name: self.locked()[f"node_modules/{name}"]["version"] for name in asked}

    def test_no_script_of_a_package_is_run(self) -> None:
        assert re.findall(r"npm .*\b(?:ci|install)\b.*", MAKEFILE) != []
        assert all("--ignore-scripts" in line for line in re.findall(r"npm .*\b(?:ci|install)\b.*", MAKEFILE))


PACKAGES = {
    "PIL": "pillow",
    "fontTools": "fonttools",
    "markdown_it": "markdown-it-py",
    "barcode": "python-barcode",
}
"""Where the name to import is not the name to install."""


class TestImports:
    def imported(self) -> set[str]:
        modules: set[str] = set()
        for path in (ROOT / "anthology").rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Import):
                    modules.update(alias.name.partition(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    modules.add(node.module.partition(".")[0])
        return modules - sys.stdlib_module_names - {"anthology"}

    def test_the_package_imports_only_what_it_declares(self) -> None:
        declared = {required(name) for name in PROJECT["project"]["dependencies"]}
        # The outside validators and the farm are asked for apart, and imported only where they are used.
        extras = PROJECT["project"]["optional-dependencies"]
        declared |= {required(name) for extra in ("validators", "cluster") for name in extras[extra]}
        assert {canonical(PACKAGES.get(name, name)) for name in self.imported()} <= declared


FAMILIES = sorted((ROOT / "fonts").glob("*/family.toml"))


def families() -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in FAMILIES:
        yield path.parent, tomllib.loads(path.read_text(encoding="utf-8"))


FACES = [
    pytest.param(folder / face["file"], face, id=face["file"])
    for folder, family in families()
    for face in family["face"]
]

# Letters, signs and blanks of French beyond ASCII, and those of the neighbours whose names a class may hold.
FRENCH = "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ’‘“”«»…–—•·×°€©№ßáíóúñãõåøÁÍÓÚÑÃÕÅØ¡¿ăâîșțčćđšžłąęśźżğışİ"
BLANKS = "\u00a0\u202f\u2009\u00ad\u2010\u2011"


class TestFonts:
    def test_there_is_a_text_face_with_a_real_bold_and_a_real_italic(self) -> None:
        book = next(family for _, family in families() if family["family"] == "Linux Libertine")
        styles = {(face["style"], face["weight"]) for face in book["face"]}
        assert styles >= {("normal", 400), ("italic", 400), ("normal", 700), ("italic", 700)}

    @pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.parent.name)
    def test_a_family_comes_with_the_words_of_its_licence(self, path: Path) -> None:
        family = tomllib.loads(path.read_text(encoding="utf-8"))
        assert family["licence"]
        texts = [(path.parent / name).read_text(encoding="utf-8") for name in family["licence_files"]]
        assert "SIL OPEN FONT LICENSE Version 1.1" in texts[0]
        assert "5) The Font Software, modified or unmodified" in texts[0]
        assert all("Copyright " in text for text in texts)

    @pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.parent.name)
    def test_every_font_file_of_a_folder_is_declared(self, path: Path) -> None:
        declared = {face["file"] for face in tomllib.loads(path.read_text(encoding="utf-8"))["face"]}
        assert {file.name for file in path.parent.iterdir() if file.suffix in {".otf", ".ttf"}} == declared

    @pytest.mark.parametrize(("path", "face"), FACES)
    def test_a_face_is_the_file_that_was_declared(self, path: Path, face: dict[str, Any]) -> None:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == face["sha256"]

    @pytest.mark.parametrize(("path", "face"), FACES)
    def test_a_face_says_of_itself_what_is_declared(self, path: Path, face: dict[str, Any]) -> None:
        font = TTFont(path)
        assert font["OS/2"].usWeightClass == face["weight"]
        assert bool(font["OS/2"].fsSelection & 1) == (face["style"] == "italic")
        assert font["OS/2"].fsType == 0, "embedding must be free"
        assert font["name"].getDebugName(5).strip() == f"Version {face['version']}"

    @pytest.mark.parametrize(("path", "face"), FACES)
    def test_a_face_has_every_letter_and_blank_of_french(self, path: Path, face: dict[str, Any]) -> None:
        font = TTFont(path)
        assert "".join(sign for sign in FRENCH + BLANKS if ord(sign) not in font.getBestCmap()) == face.get(
            "lacks", ""
        )

    @pytest.mark.parametrize(("path", "face"), FACES)
    def test_the_fine_blank_of_a_face_is_no_wider_than_its_word_space(
        self, path: Path, face: dict[str, Any]
    ) -> None:
        font = TTFont(path)
        cmap, widths = font.getBestCmap(), font["hmtx"]
        # Where they are alike (Vollkorn), the theme widens its word space.
        assert 0 < widths[cmap[0x202F]][0] <= widths[cmap[0x20]][0]

    @pytest.mark.parametrize(("path", "face"), FACES)
    def test_the_features_declared_do_what_they_promise(self, path: Path, face: dict[str, Any]) -> None:
        font = TTFont(path)
        cmap = font.getBestCmap()
        needed = {
            "smcp": "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôöœùûü",
            "onum": "0123456789",
            "c2sc": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        }
        for feature in face["features"]:
            changed = glyphs_changed_by(font, feature)
            assert changed, feature
            assert {cmap[ord(sign)] for sign in needed.get(feature, "")} <= changed, feature


def glyphs_changed_by(font: TTFont, feature: str) -> set[str]:
    """The glyphs that a feature replaces by another one, alone or at the head of a ligature."""
    table = font["GSUB"].table
    indices = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == feature
        for index in record.Feature.LookupListIndex
    }
    subtables = [subtable for index in indices for subtable in table.LookupList.Lookup[index].SubTable]
    inner = [getattr(subtable, "ExtSubTable", subtable) for subtable in subtables]
    return {
        glyph
        for subtable in inner
        for attribute in ("mapping", "ligatures", "alternates")
        for glyph in getattr(subtable, attribute, {})
    }


class TestFiles:
    def test_no_line_holds_a_path_of_somebodys_machine(self) -> None:
        # Ada and somebody have no machine: they stand in tests of what must not leave the house.
        people = r"(?!ada|somebody)\w+"
        machine = re.compile(rf"(?<![\w./:~-])/(?:work|root|home/{people}|Users/{people})/\w")
        assert [place for place, line in text_lines() if machine.search(line)] == []

    def test_no_line_names_the_host_of_a_package_registry(self) -> None:
        hosts = [
            ".".join(parts)
            for parts in (("pypi", "org"), ("pythonhosted", "org"), ("deb", "debian"), ("npmjs", "org"))
        ]
        assert [place for place, line in text_lines() if any(host in line for host in hosts)] == []

    def test_the_licence_is_the_whole_agpl(self) -> None:
        text = (ROOT / "LICENSE").read_text(encoding="utf-8")
        assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
        assert "13. Remote Network Interaction" in text
        assert text.rstrip().endswith("<https://www.gnu.org/licenses/>.")

    def test_the_changelog_begins_with_what_is_not_released_yet(self) -> None:
        text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
        headings = re.findall(r"^## \[(.+?)\]", text, re.MULTILINE)
        assert headings[0] == "Unreleased"

    def test_what_make_makes_is_not_the_projects(self) -> None:
        names = {path.relative_to(ROOT).parts[0] for path in project_files()}
        assert names & {".venv", "output", ".cache"} == set()
