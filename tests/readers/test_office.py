"""LibreOffice converts old documents, alone in a folder, and is stopped with all that it started."""

from __future__ import annotations

import os
import select
import signal
from contextlib import nullcontext
from pathlib import Path

import pytest
from anthology.errors import SourceError
from anthology.readers import office
from anthology.sandbox import bubblewrap
from lxml import etree


def until_its_end(pipe: int) -> list[bytes]:
    """What is read from a pipe; the last is empty, unless somebody goes on holding it open."""
    read: list[bytes] = []
    while read[-1:] != [b""] and select.select([pipe], [], [], 20)[0]:
        read.append(os.read(pipe, 100))
    return read


def script(tmp_path: Path, lines: str) -> str:
    """A program that is started in place of LibreOffice."""
    path = tmp_path / "soffice"
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    return str(path)


class TestProgram:
    @pytest.fixture
    def free(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Programs are started as they are: what confines them is tested elsewhere."""
        monkeypatch.setattr(office, "held", lambda command, _place, sockets: [*command] if sockets else [])

    def made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, kind: str = ".doc") -> bytes:
        path = script(tmp_path, f"mkdir out\n{{\n{lines}\n}} > out/in.docx")
        monkeypatch.setattr(office, "program", lambda: path)
        return office.converted(b"old", kind, "a.doc")

    @pytest.mark.parametrize("name", ["soffice", "libreoffice"])
    def test_it_is_looked_for_under_its_names(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert office.program() == ""
        Path(script(tmp_path, "")).rename(tmp_path / name)
        assert office.program() == str(tmp_path / name)

    @pytest.mark.usefixtures("free")
    def test_it_is_asked_for_a_word_file_of_the_document_without_a_window(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown = self.made(tmp_path, monkeypatch, 'pwd; cat in.wps; printf "\\n%s" "$@"', ".wps")
        place, document, *words = shown.decode().splitlines()
        assert document == "old"
        assert "anthology-office-" in place
        assert words == [
            f"-env:UserInstallation=file://{place}/profile",
            *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault"),
            "--nofirststartwizard",
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", f"{place}/out", f"{place}/in.wps"),
        ]
        assert not Path(place).exists()

    @pytest.mark.usefixtures("free")
    def test_it_knows_nothing_of_the_machine_but_where_programs_are(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LD_LIBRARY_PATH", "/lib/a")
        monkeypatch.setenv("SECRET", "x")
        shown = self.made(tmp_path, monkeypatch, "env; echo; pwd").decode()
        said, place = shown.rstrip("\n").rsplit("\n\n", 1)
        found = dict(line.split("=", 1) for line in said.splitlines())
        for name in ("PWD", "SHLVL", "_", "OLDPWD"):  # which the shell adds
            found.pop(name, None)
        assert found == {
            "PATH": os.environ["PATH"],
            "LD_LIBRARY_PATH": "/lib/a",
            "HOME": place,
            "TMPDIR": place,
            "LC_ALL": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
        }

    @pytest.mark.usefixtures("free")
    def test_its_settings_are_those_that_let_nothing_run(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown = self.made(tmp_path, monkeypatch, "cat profile/user/registrymodifications.xcu")
        oor = "{http://openoffice.org/2001/registry}"
        found = {
            (str(item.get(f"{oor}path")), str(item[0].get(f"{oor}name"))): str(item[0][0].text)
            for item in etree.fromstring(shown)
        }
        scripting = "/org.openoffice.Office.Common/Security/Scripting"
        assert found[scripting, "DisableMacrosExecution"] == "true"
        assert found["/org.openoffice.Office.Writer/Content/Update", "Link"] == "0"
        assert found["/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort"] == "9"
        assert len(found) == 10

    @pytest.mark.usefixtures("free")
    @pytest.mark.parametrize(
        ("lines", "fits"), [("printf 1234", True), ("printf 12345", False), ("true", False)]
    )
    def test_what_it_makes_is_neither_nothing_nor_endless(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, *, fits: bool
    ) -> None:
        monkeypatch.setattr(office, "MAX_BYTES", 4)
        if fits:
            assert self.made(tmp_path, monkeypatch, lines) == b"1234"
            return
        with pytest.raises(SourceError) as caught:
            self.made(tmp_path, monkeypatch, lines)
        assert (caught.value.code, caught.value.file) == ("conversion-failed", "a.doc")
        assert caught.value.message == "LibreOffice cannot read this file"
        assert caught.value.hint == (
            "open it in Word or LibreOffice, save it as .docx, and put that in its place"
        )

    @pytest.mark.usefixtures("free")
    def test_it_hears_nobody_and_says_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        path = script(tmp_path, "mkdir out; echo x; echo y >&2; readlink /proc/$$/fd/0 > out/in.docx")
        monkeypatch.setattr(office, "program", lambda: path)
        assert office.converted(b"x", ".doc", "a.doc") == b"/dev/null\n"
        assert capfd.readouterr() == ("", "")

    @pytest.mark.parametrize("error", [ProcessLookupError, PermissionError])
    @pytest.mark.usefixtures("free")
    def test_one_that_has_ended_by_itself_needs_no_end(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[OSError]
    ) -> None:
        asked: list[tuple[bool, int]] = []

        def killpg(group: int, number: int) -> None:
            asked.append((group != os.getpgrp(), number))
            raise error

        monkeypatch.setattr(os, "killpg", killpg)
        assert self.made(tmp_path, monkeypatch, "echo x") == b"x\n"
        assert asked == [(True, signal.SIGKILL)]

    def test_it_gets_a_profile_of_its_own_in_which_nothing_runs_and_nothing_is_fetched(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SECRET", "x")
        # What it found goes where the document that it makes is looked for: it may write nowhere else.
        show = 'mkdir out && { env; cat "$HOME"/profile/user/*.xcu; } > out/in.docx'
        path = script(tmp_path, f"{show}; echo x > {tmp_path}/elsewhere")
        monkeypatch.setattr(office, "program", lambda: path)
        shown = office.converted(b"x", ".doc", "a.doc").decode()
        for name in ("DisableMacrosExecution", "MacroSecurityLevel", "BlockUntrustedRefererLinks"):
            assert name in shown
        assert "HOME=" in shown
        assert "SECRET" not in shown
        assert not (tmp_path / "elsewhere").exists()

    @pytest.mark.parametrize("path", ["/nowhere/soffice", ""])
    def test_one_that_is_not_there_is_an_error(self, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        monkeypatch.setattr(office, "program", lambda: path)
        with pytest.raises(SourceError) as caught:
            office.converted(b"x", ".doc", "a.doc")
        assert (caught.value.code, caught.value.file) == ("conversion-failed", "a.doc")
        assert caught.value.message == "LibreOffice cannot be started: No such file or directory"


class TestEnd:
    @pytest.mark.parametrize("box", [True, False], ids=["boxed", "free"])
    def test_one_that_takes_too_long_is_stopped_with_all_it_started(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, box: bool
    ) -> None:
        if not box:  # which ends with whoever started it, and all that is in it
            monkeypatch.setattr(bubblewrap, "works", lambda: False)
        # The helper it starts holds a pipe open: its end is read when the helper has ended, and not before.
        # The pipe is in the one folder that the program may write to, which therefore stays.
        own = tmp_path / "own"
        own.mkdir()
        os.mkfifo(own / "pipe")
        reading = os.open(own / "pipe", os.O_RDONLY | os.O_NONBLOCK)
        path = script(tmp_path, "sleep 600 > pipe & echo started > pipe; wait")
        monkeypatch.setattr(office, "program", lambda: path)
        monkeypatch.setattr(office, "TemporaryDirectory", lambda prefix: nullcontext(str(own)))
        monkeypatch.setattr(office, "SECONDS", 3)
        with pytest.raises(SourceError) as caught:
            office.converted(b"x", ".doc", "a.doc")
        assert (caught.value.code, caught.value.file) == ("conversion-failed", "a.doc")
        assert caught.value.message == "LibreOffice takes more than 3 seconds for it"
        with os.fdopen(reading, "rb", buffering=0):
            assert until_its_end(reading) == [b"started\n", b""]
