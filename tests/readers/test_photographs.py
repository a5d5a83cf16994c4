"""What the file of a photograph says about it is read from every block and charset; nothing is lost."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pyexiv2
import pytest
from anthology.model import PhotoFacts
from anthology.readers import photographs
from anthology.readers.photographs import NOTHING, credit_of, in_language
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

UTF8_MARK = "\x1b%G"
NAMES = (
    "Maëlle Roy",
    "Inès N’Guetta",
    "Núria Peña",
    "Jürgen Weiß",
    "Niccolò Sánchez",
    "Çağla Öz",
    "Łukasz Żak",
)


def picture(kind: str = "JPEG", **options: Any) -> bytes:
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    target = io.BytesIO()
    Image.effect_noise((48, 32), 60).convert("RGB").save(target, kind, **options)
    return target.getvalue()


def exif(**values: str | bytes) -> bytes:
    """A block of EXIF; a string of other letters than ASCII is given as the bytes of some encoding."""
    tags = {"Artist": 0x013B, "Copyright": 0x8298, "ImageDescription": 0x010E, "XPAuthor": 0x9C9D}
    block = Image.Exif()
    for name, value in values.items():
        # Pillow writes strings as ASCII; byte for byte it writes them where they are shown as Latin-1.
        block[tags[name]] = value
    return block.tobytes()


def described(
    kind: str = "JPEG",
    *,
    exif: Mapping[str, Any] | None = None,
    iptc: Mapping[str, Any] | None = None,
    xmp: Mapping[str, Any] | None = None,
    iptc_encoding: str = "utf-8",
) -> bytes:
    """A picture in which Exiv2, the library of many photo programs, wrote what is given."""
    image = pyexiv2.ImageData(picture(kind))
    if exif:
        image.modify_exif(dict(exif))
    if iptc:
        image.modify_iptc(dict(iptc), encoding=iptc_encoding)
    if xmp:
        image.modify_xmp(dict(xmp))
    data = bytes(image.get_bytes())
    image.close()
    return data


def xmp(body: str, attributes: str = "", head: str = "") -> bytes:
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{head}
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:cc="http://creativecommons.org/ns#" {attributes}>{body}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


def alternatives(tag: str, **texts: str) -> str:
    items = "".join(
        f'<rdf:li xml:lang="{lang.replace("_", "-")}">{text}</rdf:li>' for lang, text in texts.items()
    )
    return f"<{tag}><rdf:Alt>{items}</rdf:Alt></{tag}>"


def raw_iptc(*records: tuple[int, int, bytes]) -> bytes:
    """A JPEG with these records, byte for byte, in the resource block of Photoshop."""
    block = b"".join(
        bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value
        for record, number, value in records
    )
    resource = b"8BIM\x04\x04\0\0" + len(block).to_bytes(4, "big") + block + b"\0" * (len(block) % 2)
    body = b"Photoshop 3.0\0" + resource
    data = picture()
    return data[:2] + b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body + data[2:]


ALL: dict[str, Any] = {
    "exif": {
        "Exif.Image.Artist": "Maëlle Roy; Inès Causse",
        "Exif.Image.Copyright": "© Lycée Marie-Curie",
        "Exif.Image.ImageDescription": "Le port à l’aube",
    },
    "iptc": {
        "Iptc.Envelope.CharacterSet": UTF8_MARK,
        "Iptc.Application2.Byline": ["Maëlle Roy", "Inès Causse"],
        "Iptc.Application2.Credit": "Agence Œil",
        "Iptc.Application2.Copyright": "© Lycée Marie-Curie",
        "Iptc.Application2.Caption": "Le port à l’aube",
    },
    "xmp": {
        "Xmp.dc.creator": ["Maëlle Roy", "Inès Causse"],
        "Xmp.photoshop.Credit": "Agence Œil",
        "Xmp.dc.rights": {'lang="x-default"': "© Lycée Marie-Curie"},
        "Xmp.xmpRights.UsageTerms": {'lang="x-default"': "CC BY 4.0"},
        "Xmp.dc.description": {'lang="x-default"': "Le port à l’aube"},
        "Xmp.iptc.AltTextAccessibility": {'lang="x-default"': "Des bateaux dans la brume"},
    },
}


class TestEveryBlock:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
    def test_what_exiv2_wrote_is_read_back_whole_and_nothing_is_disputed(self, kind: str) -> None:
        facts = credit_of(described(kind, **ALL), "fr")
        assert facts.creators == ("Maëlle Roy", "Inès Causse")
        assert (facts.credit, facts.rights) == ("Agence Œil", "© Lycée Marie-Curie")
        assert (facts.caption, facts.terms) == ("Le port à l’aube", "CC BY 4.0")
        assert facts.alt == "Des bateaux dans la brume"
        assert (facts.disputed, facts.doubts) == ((), ())

    @pytest.mark.parametrize("block", ["exif", "iptc", "xmp"])
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
    def test_each_block_is_enough(self, kind: str, block: str) -> None:
        facts = credit_of(described(kind, **{block: ALL[block]}))
        assert facts.creators == ("Maëlle Roy", "Inès Causse")
        assert (facts.caption, facts.rights) == ("Le port à l’aube", "© Lycée Marie-Curie")
        assert {one.block for one in facts.said} == {block.upper()}

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
    def test_what_pillow_and_libheif_wrote_is_read_back(self, kind: str) -> None:
        packet = xmp("<dc:creator><rdf:Seq><rdf:li>Núria Peña</rdf:li></rdf:Seq></dc:creator>")
        options: dict[str, Any] = {"exif": exif(Artist="Nuria Pena")}
        if kind == "PNG":
            info = PngImagePlugin.PngInfo()
            info.add_itxt("XML:com.adobe.xmp", packet.decode())
            options["pnginfo"] = info
        else:
            options["xmp"] = packet
        facts = credit_of(picture(kind, **options))
        assert facts.creators == ("Núria Peña",)
        assert facts.disputed == ("creator",)
        assert [(one.block, one.text) for one in facts.said] == [
            ("EXIF", "Nuria Pena"),
            ("XMP", "Núria Peña"),
        ]

    def test_the_texts_of_a_png_are_read_under_their_standard_names(self) -> None:
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", "Maëlle Roy".encode("latin-1"))
        info.add_text("Copyright", "© École".encode())
        info.add_itxt("Description", "Le chœur répète")
        facts = credit_of(picture("PNG", pnginfo=info))
        assert facts.creators == ("Maëlle Roy",)
        assert (facts.rights, facts.caption) == ("© École", "Le chœur répète")

    def test_what_windows_writes_in_utf_16_is_read(self) -> None:
        facts = credit_of(picture(exif=exif(XPAuthor="Maëlle Roy;Inès Causse\0".encode("utf-16-le"))))
        assert facts.creators == ("Maëlle Roy", "Inès Causse")

    def test_it_may_be_written_as_larger_numbers_and_half_a_letter_at_its_end_is_none(self) -> None:
        for extra, creators in ((0, ("Zoé",)), (256, ())):
            block = Image.Exif()
            block[0x9C9D] = (*"Zoé".encode("utf-16-le"), extra)
            facts = credit_of(picture(exif=block.tobytes()))
            assert facts.creators == creators

    @pytest.mark.parametrize("digits", ["xx", "1c02500", "00"])
    def test_a_block_of_imagemagick_that_is_damaged_says_nothing(self, digits: str) -> None:
        info = PngImagePlugin.PngInfo()
        info.add_text("Raw profile type iptc", f"\niptc\n 9\n{digits}\n")
        info.add_text("Author", "Leo Petit")
        facts = credit_of(picture("PNG", pnginfo=info))
        assert facts.creators == ("Leo Petit",)
        assert {one.block for one in facts.said} == {"PNG"}

    def test_a_picture_that_says_nothing_and_a_file_that_is_none_give_nothing(self) -> None:
        assert credit_of(picture()) == NOTHING
        assert credit_of(b"no picture at all") == NOTHING
        assert credit_of(b"") == NOTHING


class TestLetters:
    @pytest.mark.parametrize("name", NAMES)
    def test_utf_8_in_exif_is_read_as_utf_8(self, name: str) -> None:
        assert credit_of(described(exif={"Exif.Image.Artist": name})).creators == (name,)

    @pytest.mark.parametrize("name", NAMES[:5])
    def test_the_letters_of_old_windows_in_exif_are_read_or_doubted(self, name: str) -> None:
        shown = name.encode("cp1252").decode("latin-1")
        block = exif(Artist="X" * len(name)).replace(b"X" * len(name), shown.encode("latin-1"))
        facts = credit_of(picture(exif=block))
        assert facts.creators == (name,)

    def test_what_cannot_be_told_for_sure_is_doubted(self) -> None:
        facts = credit_of(raw_iptc((2, 80, b"Maur\x8ace")))
        assert len(facts.creators) == 1
        assert "may be wrong" in facts.doubts[0]
        assert "IPTC 2:80" in facts.doubts[0]

    @pytest.mark.parametrize("name", NAMES)
    def test_iptc_that_says_utf_8_is_utf_8(self, name: str) -> None:
        data = raw_iptc((1, 90, UTF8_MARK.encode()), (2, 80, name.encode()))
        assert credit_of(data).creators == (name,)

    @pytest.mark.parametrize("name", NAMES)
    def test_iptc_that_says_nothing_may_be_utf_8_all_the_same(self, name: str) -> None:
        assert credit_of(raw_iptc((2, 80, name.encode()))).creators == (name,)

    def test_iptc_of_old_windows_that_says_utf_8_is_read_all_the_same(self) -> None:
        data = raw_iptc((1, 90, UTF8_MARK.encode()), (2, 80, "Maëlle Roy".encode("cp1252")))
        assert credit_of(data).creators == ("Maëlle Roy",)

    def test_iptc_of_latin_1_is_read_as_such(self) -> None:
        data = raw_iptc((1, 90, b"\x1b.A"), (2, 116, "© École".encode("latin-1")))
        assert credit_of(data).rights == "© École"

    def test_a_long_caption_of_iptc_has_its_length_in_more_bytes(self) -> None:
        caption = "Le port. " * 300
        value = caption.encode()
        block = b"\x1c\x02\x78\x80\x04" + len(value).to_bytes(4, "big") + value
        resource = b"8BIM\x04\x04\0\0" + len(block).to_bytes(4, "big") + block + b"\0" * (len(block) % 2)
        body = b"Photoshop 3.0\0" + resource
        data = picture()
        data = data[:2] + b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body + data[2:]
        assert credit_of(data).caption == caption.strip()

    @given(st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs", "Po"]), min_size=1, max_size=30))
    def test_any_name_in_xmp_comes_back(self, name: str) -> None:
        from xml.sax.saxutils import escape

        wanted = tuple(part for each in " ".join(name.split()).split(";") if (part := each.strip()))
        packet = xmp(f"<dc:creator><rdf:Seq><rdf:li>{escape(name)}</rdf:li></rdf:Seq></dc:creator>")
        assert credit_of(picture(xmp=packet)).creators == wanted


class TestWhichHolds:
    def test_two_blocks_that_differ_are_both_kept_and_disputed(self) -> None:
        facts = credit_of(
            described(exif={"Exif.Image.Artist": "Léo Petit"}, xmp={"Xmp.dc.creator": ["Zoé Grand"]})
        )
        assert facts.creators == ("Zoé Grand",)
        assert facts.disputed == ("creator",)
        assert {one.text for one in facts.said} == {"Léo Petit", "Zoé Grand"}

    def test_a_name_cut_at_the_length_of_iptc_is_the_same_name(self) -> None:
        whole = "Marie-Antoinette de la Rochefoucauld-Montbel"
        facts = credit_of(
            described(
                iptc={"Iptc.Envelope.CharacterSet": UTF8_MARK, "Iptc.Application2.Byline": [whole[:32]]},
                xmp={"Xmp.dc.creator": [whole]},
            )
        )
        assert (facts.creators, facts.disputed) == ((whole,), ())

    def test_a_shorter_name_is_not_a_cut_one(self) -> None:
        facts = credit_of(
            described(exif={"Exif.Image.Artist": "Marie"}, xmp={"Xmp.dc.creator": ["Marie Roy"]})
        )
        assert facts.disputed == ("creator",)

    @pytest.mark.parametrize(
        ("language", "caption"),
        [("fr", "Le port"), ("fr-BE", "Le port"), ("ca", "El port"), ("de", "The port"), ("", "The port")],
    )
    def test_a_caption_in_several_languages_is_taken_in_that_of_the_article(
        self, language: str, caption: str
    ) -> None:
        body = alternatives("dc:description", x_default="The port", fr_FR="Le port", ca="El port")
        facts = credit_of(picture(xmp=xmp(body)), language)
        assert facts.caption == caption
        assert len(facts.said) == 3

    def test_terms_and_the_address_of_the_licence_are_both_kept(self) -> None:
        body = alternatives("xmpRights:UsageTerms", x_default="Usage libre", en="Free") + (
            '<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>'
        )
        facts = credit_of(picture(xmp=xmp(body)), "fr")
        assert facts.terms == "Usage libre https://creativecommons.org/licenses/by/4.0/"

    def test_properties_written_as_attributes_are_read(self) -> None:
        facts = credit_of(picture(xmp=xmp("", 'photoshop:Credit="AFP"')))
        assert facts.credit == "AFP"

    def test_the_rights_of_photographer_and_editor_are_both_kept(self) -> None:
        block = exif(Copyright="Leo Petit?Le Journal").replace(b"Petit?Le", b"Petit\0Le")
        facts = credit_of(picture(exif=block))
        assert [one.text for one in facts.said] == ["Leo Petit", "Le Journal"]
        assert facts.rights == "Leo Petit Le Journal"

    @pytest.mark.parametrize("made", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DSC_0012", "   "])
    def test_what_a_camera_writes_by_itself_is_no_caption(self, made: str) -> None:
        assert credit_of(picture(exif=exif(ImageDescription=made))) == NOTHING
        info = PngImagePlugin.PngInfo()
        info.add_text("Description", made)
        assert credit_of(picture("PNG", pnginfo=info)) == NOTHING

    def test_they_are_taken_anew_in_another_language(self) -> None:
        """The same photograph may stand beside articles of two languages."""
        body = alternatives("dc:description", x_default="The port", fr_FR="Le port")
        facts = credit_of(picture(xmp=xmp(body)), "fr")
        other = in_language(facts, "en")
        assert (facts.caption, other.caption) == ("Le port", "The port")
        assert (other.said, other.doubts) == (facts.said, facts.doubts)

    def test_a_caption_that_names_a_camera_is_one(self) -> None:
        assert credit_of(picture(exif=exif(ImageDescription="Un Nikon"))).caption == "Un Nikon"


class TestWhatIsHostile:
    @pytest.mark.parametrize(
        "head",
        [
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY e "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        ],
    )
    def test_entities_are_not_followed(self, head: str) -> None:
        body = "<dc:creator><rdf:Seq><rdf:li>&e;</rdf:li></rdf:Seq></dc:creator>"
        facts = credit_of(picture(xmp=xmp(body, head=head)))
        assert facts == PhotoFacts(doubts=("XMP: the block is damaged",))

    @pytest.mark.parametrize("packet", [b"<x:xmpmeta", b"\0\0\0", b"<a>" * 2000, "é".encode("latin-1")])
    def test_a_broken_block_leaves_a_doubt_and_the_others_are_read(self, packet: bytes) -> None:
        facts = credit_of(picture(xmp=packet, exif=exif(Artist="Leo Petit")))
        assert facts.creators == ("Leo Petit",)

    def test_a_block_that_is_too_large_is_doubted_and_the_others_are_read(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        packet = xmp("<dc:creator><rdf:Seq><rdf:li>Zoé</rdf:li></rdf:Seq></dc:creator>")
        data = picture(xmp=packet, exif=exif(Artist="Leo Petit"))
        monkeypatch.setattr(photographs, "MAX_XMP", len(packet))
        assert credit_of(data).creators == ("Zoé",)
        monkeypatch.setattr(photographs, "MAX_XMP", len(packet) - 1)
        facts = credit_of(data)
        assert facts.creators == ("Leo Petit",)
        assert facts.doubts == ("XMP: the block is too large to be read",)

    @given(st.binary(max_size=200))
    def test_any_bytes_in_the_place_of_iptc_are_read_or_left(self, noise: bytes) -> None:
        data = picture()
        body = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + len(noise).to_bytes(4, "big") + noise
        facts = credit_of(data[:2] + b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body + data[2:])
        assert all(one.text and one.block == "IPTC" for one in facts.said)

    @given(st.integers(0, 400), st.integers(0, 255))
    def test_a_changed_byte_is_no_reason_to_stop(self, at: int, byte: int) -> None:
        data = bytearray(described(exif=dict(ALL["exif"])))
        data[min(at, len(data) - 1)] = byte
        assert isinstance(credit_of(bytes(data)), PhotoFacts)

    def test_many_values_are_cut_off(self) -> None:
        facts = credit_of(raw_iptc(*[(2, 80, b"Name %d" % number) for number in range(500)]))
        assert len(facts.creators) == 100
