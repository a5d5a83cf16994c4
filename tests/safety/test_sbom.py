"""Who gets this tool can check what it is made of: hashes for all of it, and a bill that says so."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import pytest
from anthology import about, resources
from anthology.cli import main
from anthology.errors import LayoutError
from click.testing import CliRunner
from cyclonedx.schema import SchemaVersion
from tests.safety import sbom
from tests.safety.figures import record

ROOT = sbom.ROOT


@pytest.fixture(scope="module")
def bill() -> str:
    return sbom.bill()


class TestLocks:
    @pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("requirements*.lock")))
    def test_every_package_of_a_lock_has_hashes(self, name: str) -> None:
        text = (ROOT / name).read_text(encoding="utf-8")
        found = list(sbom.locked(text))
        assert len(found) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) > 20
        assert [one.name for one in found if not one.hashes] == []
        assert sum(len(one.hashes) for one in found) == text.count("--hash=sha256:")

    def test_set_up_takes_nothing_without_its_hash(self) -> None:
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        installs = [line for line in makefile.splitlines() if re.search(r"\$\(PIP\) install", line)]
        assert len(installs) == 2
        assert all(
            "--require-hashes --only-binary :all:" in one or "--no-index --no-deps" in one for one in installs
        )


def _is_installed(name: str, version: str) -> bool:
    with suppress(metadata.PackageNotFoundError):
        return metadata.version(name) == version
    return False


class TestBill:
    def test_it_is_what_the_schema_of_cyclonedx_asks(self, bill: str) -> None:
        # Here, for it takes a second: no process needs it that does not run this test.
        from cyclonedx.validation.json import JsonStrictValidator

        validator = JsonStrictValidator(SchemaVersion.V1_6)
        assert validator.validate_str(bill) is None
        assert validator.validate_str(bill.replace('"SHA-256"', '"SHA-255"')) is not None

    def test_it_lists_every_package_font_and_profile_with_hashes(self, bill: str) -> None:
        listed = {one["bom-ref"]: one for one in json.loads(bill)["components"]}
        packages = list(sbom.locked((ROOT / "requirements-dev.lock").read_text(encoding="utf-8")))
        assert {f"pkg:pypi/{one.name}@{one.version}" for one in packages} <= set(listed)
        shipped = {
            name if name.startswith("fonts/") else f"anthology/{name}": d
            for name, d in about.shipped().items()
        }
        assert len(shipped) > 20
        for name, digest in shipped.items():
            assert [one["content"] for one in listed[name]["hashes"]] == [digest]
        assert len(listed) == len(packages) + len(shipped)
        assert [name for name, one in listed.items() if not one["hashes"]] == []
        record(
            "P13", "parts in the bill of materials, each with its SHA-256", f"{len(listed)} of {len(listed)}"
        )

    def test_it_says_under_which_licence_each_part_that_is_installed_may_be_used(self, bill: str) -> None:
        parts = json.loads(bill)["components"]
        assert all(part["licenses"] for part in parts if part["type"] == "file")
        packages = [part for part in parts if part["type"] == "library"]
        here = [part for part in packages if _is_installed(part["name"], part["version"])]
        named = {part["name"]: json.dumps(part["licenses"]) for part in here if part.get("licenses")}
        assert {part["name"] for part in here} - set(named) <= {
            "pymupdf-layout",
            "pymupdf4llm",
        }  # tests alone
        assert len(here) > 100
        for name, word in (("markupsafe", "BSD-3-Clause"), ("weasyprint", "BSD"), ("ebooklib", "Affero")):
            assert word in named[name]
        record("P13", "packages in it, installed here, with their licences", f"{len(named)} of {len(here)}")

    def test_it_says_who_needs_whom(self, bill: str) -> None:
        needs = {one["ref"]: one.get("dependsOn", []) for one in json.loads(bill)["dependencies"]}
        assert any(one.startswith("pkg:pypi/weasyprint@") for one in needs["anthology"])
        pango = next(ref for ref in needs if ref.startswith("pkg:pypi/weasyprint@"))
        assert any(one.startswith("pkg:pypi/pydyf@") for one in needs[pango])

    def test_it_is_the_same_wherever_and_whenever_it_is_made(self, bill: str, tmp_path: Path) -> None:
        subprocess.run(
            [sys.executable, "-m", "tests.safety.sbom", str(tmp_path / "x" / "bill.json")],
            cwd=ROOT,
            env={**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C"},
            check=True,
        )
        assert (tmp_path / "x" / "bill.json").read_text(encoding="utf-8") == bill


class TestVersion:
    def test_it_tells_what_the_tool_is_made_of_here(self) -> None:
        result = CliRunner().invoke(main, ["version", "--verbose"], env={"LANGUAGE": "en"})
        assert result.exit_code == 0
        for name in (
            "Python",
            "WeasyPrint",
            "Pango",
            "HarfBuzz",
            "fontconfig",
            "libxml2",
            "pillow",
            "ebooklib",
        ):
            assert re.search(rf"^  {name} +\d", result.stdout, re.MULTILINE), name
        assert re.search(r"^Sandbox: .*audit hook$", result.stdout, re.MULTILINE)

    def test_machines_are_told_the_same(self) -> None:
        facts = json.loads(CliRunner().invoke(main, ["version", "--json"]).stdout)
        assert facts["engines"]["Pango"][0].isdigit()
        assert "missing" not in {**facts["engines"], **facts["libraries"]}.values()
        assert facts["files"] == about.shipped()

    def test_without_a_wish_it_is_one_line(self) -> None:
        assert re.fullmatch(r"anthology \d[\w.]*\n", CliRunner().invoke(main, ["version"]).stdout)


class TestFonts:
    def test_a_font_that_is_not_the_one_its_family_declares_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A font that was cut, changed or taken away: told by its name, before a page is set."""
        face = resources.font_faces("source-sans")[0]
        for spoil, code in (
            (b"other", "font-changed"),
            (b"", "font-changed"),
            (None, "installation-incomplete"),
        ):
            place = tmp_path / code / str(spoil) / "fonts"
            _fonts_but(place, face.file, spoil)
            monkeypatch.setattr(resources, "folder", lambda name, place=place: place)
            resources.font_bytes.cache_clear()
            with pytest.raises(LayoutError) as caught:
                resources.font_bytes(face.file)
            assert (caught.value.code, caught.value.file) == (code, f"fonts/{face.file}")
        monkeypatch.undo()
        resources.font_bytes.cache_clear()
        assert hashlib.sha256(resources.font_bytes(face.file)).hexdigest() == face.sha256


def _fonts_but(place: Path, file: str, data: bytes | None) -> None:
    home = (place / file).parent
    home.mkdir(parents=True)
    (home / "family.toml").write_bytes((ROOT / "fonts" / file).with_name("family.toml").read_bytes())
    if data is not None:
        (place / file).write_bytes(data)
