"""Folders and archives: what people wrote is taken under its name, and photographs find their texts."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest
from anthology.errors import SourceError
from anthology.importing import parcels
from anthology.importing.parcels import Shared, arrived, is_left_behind, page_of, shared_out, sorted_out
from anthology.model import Block, Form, Manuscript, Shape
from hypothesis import given
from hypothesis import strategies as st


def manuscript(file: str, *lines: str, labels: tuple[str, ...] = ()) -> Manuscript:
    blocks, at = [], 0
    for number, line in enumerate(lines, start=1):
        blocks.append(Block(at, at + len(line), number, line))
        at += len(line) + 1
    for label in labels:
        blocks.append(Block(at, at, len(blocks) + 1, "", Shape(Form.CAPTION, label=label)))
    return Manuscript(file, "0" * 64, "utf-8", "\n".join(lines), tuple(blocks))


def owners(shared: Shared) -> dict[str, list[str]]:
    return {one.file: [picture.name for picture in one.pictures] for one in shared.manuscripts}


class TestFolders:
    def test_a_folder_is_taken_whole_under_its_name(self, tmp_path: Path) -> None:
        place = tmp_path / "groupe5" / "photos"
        place.mkdir(parents=True)
        (tmp_path / "groupe5" / "texte.txt").write_text("a")
        (place / "vue.jpg").write_bytes(b"b")
        found = arrived(tmp_path / "groupe5")
        assert dict(found.files) == {
            "submissions/groupe5/photos/vue.jpg": b"b",
            "submissions/groupe5/texte.txt": b"a",
        }
        assert found.findings == ()

    def test_what_systems_leave_behind_is_passed_over_and_told_in_one_line(self, tmp_path: Path) -> None:
        for name in (".DS_Store", "Thumbs.db", "~$texte.docx", "desktop.ini", "texte.txt"):
            (tmp_path / name).write_text("x")
        found = arrived(tmp_path)
        assert list(found.files) == [f"submissions/{tmp_path.name}/texte.txt"]
        (finding,) = found.findings
        assert finding.code == "files-passed-over"
        assert "and 1 more" in finding.message

    def test_a_link_is_not_followed_and_what_cannot_be_read_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "secret").mkdir()
        (tmp_path / "secret" / "s.txt").write_text("s")
        place = tmp_path / "g"
        place.mkdir()
        (place / "a.txt").write_text("a")
        (place / "link.txt").symlink_to(tmp_path / "secret" / "s.txt")
        (place / "folder").symlink_to(tmp_path / "secret")
        os.mkfifo(place / "pipe.txt")
        found = arrived(place)
        assert list(found.files) == ["submissions/g/a.txt"]
        assert {(one.code, one.file) for one in found.findings} == {
            ("file-unreadable", "g/link.txt"),
            ("file-unreadable", "g/folder"),
            ("file-unreadable", "g/pipe.txt"),
        }

    def test_a_single_file_keeps_its_name_and_must_be_there(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("a")
        assert dict(arrived(tmp_path / "a.txt").files) == {"submissions/a.txt": b"a"}
        with pytest.raises(SourceError):
            arrived(tmp_path / "b.txt")


class TestArchives:
    def archive(self, tmp_path: Path, members: dict[str, bytes], name: str = "colis.zip") -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for member, data in members.items():
                target.writestr(member, data)
        return path

    def test_an_archive_is_taken_under_its_name(self, tmp_path: Path) -> None:
        path = self.archive(tmp_path, {"a.txt": b"a", "photos/b.jpg": b"b"})
        assert set(arrived(path).files) == {"submissions/colis/a.txt", "submissions/colis/photos/b.jpg"}

    def test_one_folder_that_holds_all_gives_the_name(self, tmp_path: Path) -> None:
        path = self.archive(tmp_path, {"été/a.txt": b"a", "été/b.jpg": b"b", "__MACOSX/._a.txt": b"x"})
        found = arrived(path)
        assert set(found.files) == {"submissions/été/a.txt", "submissions/été/b.jpg"}
        assert [one.code for one in found.findings] == ["files-passed-over"]

    @pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:/a.txt", "..\\a.txt"])
    def test_no_member_leads_out_of_it(self, tmp_path: Path, name: str) -> None:
        found = arrived(self.archive(tmp_path, {name: b"evil", "good.txt": b"good"}))
        assert list(found.files.values()) == [b"good"]
        assert [one.code for one in found.findings] == ["archive-refused"]

    def test_a_link_in_it_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as target:
            link = zipfile.ZipInfo("link.txt")
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            target.writestr(link, "/etc/passwd")
        found = arrived(path)
        assert dict(found.files) == {}
        assert [one.code for one in found.findings] == ["archive-refused"]

    def test_a_bomb_is_not_unpacked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(parcels, "MAX_BYTES", 100_000)
        path = self.archive(tmp_path, {"a.txt": b"a", "bomb.txt": b"\0" * 5_000_000, "c.txt": b"c"})
        found = arrived(path)
        assert list(found.files) == ["submissions/colis/a.txt", "submissions/colis/c.txt"]
        assert [one.code for one in found.findings] == ["archive-refused"]

    def test_more_files_than_anybody_sends_are_not_taken(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(parcels, "MAX_FILES", 3)
        found = arrived(self.archive(tmp_path, {f"{number}.txt": b"a" for number in range(9)}))
        assert len(found.files) == 3
        assert [one.code for one in found.findings] == ["archive-refused"]

    def test_names_in_utf_8_that_nobody_declared_are_read(self, tmp_path: Path) -> None:
        path = self.archive(tmp_path, {"ete-x.txt": b"a", "b.txt": b"b"})
        data = path.read_bytes().replace(b"ete-x.txt", "été.txt".encode()[:9])
        path.write_bytes(data)
        assert "submissions/colis/été.txt" in arrived(path).files

    def test_a_damaged_member_is_told_and_the_others_are_taken(self, tmp_path: Path) -> None:
        path = self.archive(tmp_path, {"a.txt": b"abcdefgh" * 50, "b.txt": b"b"})
        data = bytearray(path.read_bytes())
        data[40:44] = b"\xff\xff\xff\xff"
        path.write_bytes(bytes(data))
        found = arrived(path)
        assert list(found.files) == ["submissions/colis/b.txt"]
        assert [one.code for one in found.findings] == ["archive-refused"]


class TestSorting:
    @pytest.mark.parametrize(
        "file",
        [
            "a/.DS_Store",
            "a/Thumbs.db",
            "a/~$x.docx",
            "a/.~lock.x.odt#",
            "a/x.tmp",
            "__MACOSX/a/x.txt",
            "a/x~",
        ],
    )
    def test_what_no_person_wrote(self, file: str) -> None:
        assert is_left_behind(file)

    @pytest.mark.parametrize(
        "file", ["a/thumbs.txt", "a/~x.docx", "a/x.template", "macosx/x.txt", "a/part.txt"]
    )
    def test_what_a_person_may_have_written(self, file: str) -> None:
        assert not is_left_behind(file)

    @pytest.mark.parametrize(
        "folder", ["page_files", "page-Dateien", "page_archivos", "page_fichiers", "page_fitxers"]
    )
    def test_of_the_parts_of_a_saved_page_the_pictures_are_kept(self, folder: str) -> None:
        files = ["s/page.html", f"s/{folder}/x.jpg", f"s/{folder}/x.css", f"s/{folder}/ad.html"]
        parcel = sorted_out(files)
        assert set(parcel.files) == {"s/page.html", f"s/{folder}/x.jpg"}
        assert [one.code for one in parcel.findings] == ["files-passed-over"]
        assert page_of(files[1], files) == "s/page.html"

    def test_a_folder_of_such_a_name_without_its_page_is_a_folder(self) -> None:
        files = ("s/mes_files/x.css", "s/mes_files/x.txt")
        assert sorted_out(files).files == files

    @given(
        st.sets(
            st.from_regex(r"submissions/([a-z_.~$]{1,8}/){0,2}[a-z_.~$]{1,12}", fullmatch=True), max_size=8
        )
    )
    def test_no_file_is_lost_and_none_is_passed_over_in_silence(self, files: set[str]) -> None:
        parcel = sorted_out(files)
        assert set(parcel.files) <= files
        assert bool(parcel.findings) == (set(parcel.files) != files)


class TestWhosePhotographs:
    def test_beside_one_text_all_are_its(self) -> None:
        shared = shared_out(
            [manuscript("submissions/g5/a.txt", "Bonjour")],
            {"submissions/g5/x.jpg": "1", "submissions/g5/photos/y.heic": "2"},
        )
        assert owners(shared) == {"submissions/g5/a.txt": ["photos/y.heic", "x.jpg"]}
        assert [one.at for one in shared.manuscripts[0].pictures] == [7, 7]

    def test_beside_several_the_name_decides_and_else_nobody(self) -> None:
        texts = [
            manuscript(f"submissions/{name}", "Bonjour")
            for name in ("groupe5.docx", "groupe 51.txt", "port.md")
        ]
        shared = shared_out(
            texts,
            {
                "submissions/Groupe5_1.jpg": "1",
                "submissions/groupe5-photo.jpg": "2",
                "submissions/Port (2).png": "3",
                "submissions/IMG_1234.jpg": "4",
                "submissions/portrait.jpg": "5",
            },
        )
        assert owners(shared) == {
            "submissions/groupe5.docx": ["Groupe5_1.jpg", "groupe5-photo.jpg"],
            "submissions/groupe 51.txt": [],
            "submissions/port.md": ["Port (2).png"],
        }
        assert shared.lost == ("submissions/IMG_1234.jpg", "submissions/portrait.jpg")

    def test_a_text_that_names_it_has_it_where_it_names_it(self) -> None:
        texts = [
            manuscript("submissions/a.txt", "Un texte.", "[photo : Port1.JPG]", "La suite."),
            manuscript("submissions/b.txt", "Autre."),
        ]
        shared = shared_out(texts, {"submissions/port1.jpg": "1"})
        assert owners(shared)["submissions/a.txt"] == ["port1.jpg"]
        assert shared.manuscripts[0].pictures[0].at == texts[0].blocks[1].start

    def test_the_pictures_of_a_saved_page_stand_at_their_captions(self) -> None:
        page = manuscript("submissions/page.html", "Un texte.", labels=("x.jpg",))
        other = manuscript("submissions/b.txt", "Autre.")
        shared = shared_out(
            [page, other], {"submissions/page_files/x.jpg": "1", "submissions/page_files/logo.png": "2"}
        )
        assert owners(shared)["submissions/page.html"] == ["page_files/x.jpg"]
        assert shared.manuscripts[0].blocks[1].shape.label == "page_files/x.jpg"
        assert shared.lost == ("submissions/page_files/logo.png",)

    def test_of_an_export_of_several_texts_none_is_guessed(self) -> None:
        texts = [manuscript(f"submissions/g/e.xml#{name}", "Un texte.") for name in ("un", "deux")]
        assert shared_out(texts, {"submissions/g/x.jpg": "1"}).lost == ("submissions/g/x.jpg",)

    def test_a_name_that_came_inside_of_the_text_is_not_taken_twice(self) -> None:
        from dataclasses import replace

        from anthology.model import Picture

        text = replace(manuscript("submissions/g/a.docx", "Un."), pictures=(Picture(0, "x.jpg", "0"),))
        shared = shared_out([text], {"submissions/g/x.jpg": "1"})
        assert owners(shared) == {"submissions/g/a.docx": ["x.jpg", "./x.jpg"]}

    def test_texts_of_other_folders_have_nothing_of_it(self) -> None:
        shared = shared_out(
            [manuscript("submissions/g1/a.txt", "Un."), manuscript("submissions/g2/b.txt", "Deux.")],
            {"submissions/g2/x.jpg": "1", "submissions/x.jpg": "2"},
        )
        assert owners(shared) == {"submissions/g1/a.txt": [], "submissions/g2/b.txt": ["x.jpg"]}
        assert shared.lost == ("submissions/x.jpg",)
