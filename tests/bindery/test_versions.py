"""The versions of the engine, told without it, are those that it works with."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from anthology import errors
from anthology.bindery import versions
from anthology.bindery.engine import engine
from anthology.bindery.versions import LIBRARIES, differences, engine_versions, setting_versions

ROOT = Path(__file__).resolve().parents[2]


def told() -> dict[str, str]:
    """Versions by name."""
    return dict(one.rsplit(" ", 1) for one in engine_versions().split(", "))


class TestEngine:
    def test_they_are_what_the_loaded_engine_reports(self) -> None:
        loaded, found = engine(), told()
        ffi = loaded.text.ffi
        pango, harfbuzz = ffi.pango.pango_version(), [int(part) for part in found["HarfBuzz"].split(".")]
        assert found["WeasyPrint"] == loaded.__version__
        assert found["Pango"] == f"{pango // 10000}.{pango // 100 % 100}.{pango % 100}"
        assert ffi.harfbuzz.hb_version_atleast(*harfbuzz)
        assert not ffi.harfbuzz.hb_version_atleast(*harfbuzz[:2], harfbuzz[2] + 1)
        assert (ffi.harfbuzz_subset is None) == (found["HarfBuzz-Subset"] == "missing")
        assert re.fullmatch(r"2\.\d+\.\d+", found["fontconfig"])

    @pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which files a process has loaded")
    def test_they_are_of_the_very_files_that_the_engine_has_loaded(self) -> None:
        script = (
            "from anthology.bindery.engine import engine\n"
            "from anthology.bindery.versions import engine_versions\n"
            "def loaded():\n"
            "    return {line.split()[-1] for line in open('/proc/self/maps') if '.so' in line}\n"
            "import ctypes\n"
            "engine()\n"
            "before = loaded()\n"
            "engine_versions()\n"
            "print(*loaded() - before, sep='\\n')\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert [name for name in done.stdout.split() if re.search("pango|harfbuzz|fontconfig", name)] == []

    def test_neither_the_engine_nor_another_program_is_started(self) -> None:
        script = (
            "import sys\n"
            "started = []\n"
            "names = ('subprocess.Popen', 'os.system', 'os.posix_spawn', 'os.fork', 'os.exec')\n"
            "sys.addaudithook(lambda event, args: started.append(event) if event in names else None)\n"
            "from anthology.bindery.versions import engine_versions\n"
            "print(engine_versions())\n"
            "print(started, [name for name in ('weasyprint', 'cffi', 'PIL') if name in sys.modules])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines() == [engine_versions(), "[] []"]

    def test_what_is_not_installed_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("_SUBSET", "_FONTCONFIG"):
            monkeypatch.setattr(versions, name, "libnothing.so.0 nothing")
        assert told()["HarfBuzz-Subset"] == told()["fontconfig"] == "missing"
        assert told()["Pango"] != "missing"

    def test_a_library_that_lacks_the_question_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(versions, "_PANGO", versions._FONTCONFIG)
        assert told()["Pango"] == "missing"


class TestSetting:
    def test_all_that_the_engine_needs_is_told(self) -> None:
        needed = [
            re.split(r"[ <>=!~\[;]", one)[0].lower()
            for one in metadata.requires("weasyprint") or ()
            if "extra" not in one
        ]
        assert {"pydyf", "fonttools"} <= set(needed) <= set(LIBRARIES)

    def test_it_holds_the_versions_of_the_engine_and_of_python(self) -> None:
        line = setting_versions()
        assert engine_versions() in line
        assert f"Python {sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}" in line
        assert f"pydyf {metadata.version('pydyf')}" in line

    @pytest.mark.parametrize("name", ["fragment.py", "errors.py", "new.py"])
    def test_other_code_is_another_version(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        folder = tmp_path / "bindery"
        shutil.copytree(Path(versions.__file__).parent, folder)
        shutil.copy(str(errors.__file__), tmp_path)
        monkeypatch.setattr(versions, "__file__", str(folder / "versions.py"))
        monkeypatch.setattr(errors, "__file__", str(tmp_path / "errors.py"))
        before = setting_versions()
        changed = (tmp_path if name == "errors.py" else folder) / name
        changed.write_text("# other")
        assert setting_versions() != before
        assert setting_versions().rsplit(" ", 1)[0] == before.rsplit(" ", 1)[0]

    def test_what_differs_is_told_and_nothing_else(self) -> None:
        assert differences("A 1, B 2, C 3", "A 1, B 4, C 3") == "here B 2; there B 4"
        assert differences("A 1, B 2", "A 1") == "here B 2; there nothing more"
