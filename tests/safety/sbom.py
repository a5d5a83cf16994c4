"""Locks, fonts and colour profiles to a CycloneDX bill of materials: `python -m tests.safety.sbom FILE`.

Nothing of the clock goes in, and of this machine only what the installed packages say of their licences: the
same tree, set up by its locks, gives the same bytes. A package that is for other systems says none.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from anthology import __version__, about, resources
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
"""What runs the book, and what tests and judges it; the first is part of the second."""
_PACKAGE = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.!+-]+)(?: ; (?P<marker>.*?))? \\$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"^    #(?: via)? +([\w.-]+)$")


@dataclass(frozen=True, slots=True)
class Locked:
    """A package of a lock: the SHA-256 of each file that may be installed, and who needs it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    via: tuple[str, ...]


def locked(text: str) -> Iterator[Locked]:
    """The packages of a lock file."""
    for block in re.split(r"\n(?=\S)", text):
        if head := _PACKAGE.match(block.split("\n", 1)[0]):
            via = [found[1] for line in block.split("\n") if (found := _VIA.match(line.split(" (")[0]))]
            yield Locked(
                head["name"], head["version"], head["marker"] or "", tuple(_HASH.findall(block)), tuple(via)
            )


def bill() -> str:
    """The whole bill, as JSON."""
    runs = {one.name for one in locked((ROOT / LOCKS[0]).read_text(encoding="utf-8"))}
    packages = tuple(locked((ROOT / LOCKS[1]).read_text(encoding="utf-8")))
    bom = Bom()
    root = Component(
        name="anthology", version=__version__, type=ComponentType.APPLICATION, bom_ref="anthology"
    )
    bom.metadata.component = root
    # A lock may hold two versions of one package, for two versions of Python.
    parts = {one: _package(one, one.name in runs) for one in packages}
    files = [*_fonts(), *_profiles()]
    bom.components.update([*parts.values(), *files])
    for one in packages:
        for needed_by in one.via:
            holders = [part for other, part in parts.items() if other.name == needed_by]
            for holder in holders or [root]:
                bom.register_dependency(holder, [parts[one]])
    bom.register_dependency(root, files)
    return _timeless(JsonV1Dot6(bom).output_as_string())


def _timeless(text: str) -> str:
    """The same without its time, and named after what it holds."""
    data = json.loads(text)
    data["metadata"].pop("timestamp", None)
    data.pop("serialNumber", None)
    plain = json.dumps(data, indent=1, sort_keys=True)
    data["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, plain)}"
    return json.dumps(data, indent=1, sort_keys=True) + "\n"


def _package(one: Locked, runs: bool) -> Component:
    address = PackageURL("pypi", name=one.name, version=one.version)
    marked = [Property(name="anthology:marker", value=one.marker)] if one.marker else []
    return Component(
        name=one.name,
        version=one.version,
        type=ComponentType.LIBRARY,
        purl=address,
        bom_ref=BomRef(str(address)),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in one.hashes],
        properties=[Property(name="anthology:for", value="running" if runs else "testing"), *marked],
        licenses=_licences(one),
    )


def _licences(one: Locked) -> list[LicenseExpression] | list[DisjunctiveLicense]:
    """What the very version says of its licence: in an expression, in words of its own, or by classifiers."""
    try:
        said = metadata.metadata(one.name)
    except metadata.PackageNotFoundError:
        return []
    if said["Version"] != one.version:
        return []
    if "License-Expression" in said:
        return [LicenseExpression(said["License-Expression"])]
    word = next(iter(said.get_all("License") or ()), "")
    classes = [name for name in said.get_all("Classifier") or () if name.startswith("License ::")]
    classed = [name.rpartition(" :: ")[2] for name in classes]
    # Some put the whole text of their licence there, and some a word for none.
    own = [word] if word != "UNKNOWN" and 0 < len(word) < 100 and "\n" not in word else []
    return [DisjunctiveLicense(name=name) for name in own or classed]


def _fonts() -> Iterator[Component]:
    for declaration in sorted(resources.folder("fonts").glob("*/family.toml")):
        family = tomllib.loads(declaration.read_text(encoding="utf-8"))
        for face in family["face"]:
            name = f"fonts/{declaration.parent.name}/{face['file']}"
            yield _file(name, face["version"], face["sha256"], family["licence"])


_TERMS = {"anthology/bindery/": "sRGB2014.txt (terms of the ICC)", "anthology/prepress/": "Zlib"}


def _profiles() -> Iterator[Component]:
    for name, digest in about.shipped().items():
        if name.endswith(".icc"):
            terms = next(terms for folder, terms in _TERMS.items() if f"anthology/{name}".startswith(folder))
            yield _file(f"anthology/{name}", "", digest, terms)


def _file(name: str, version: str, digest: str, licence: str) -> Component:
    return Component(
        name=name,
        version=version or None,
        type=ComponentType.FILE,
        bom_ref=BomRef(name),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        licenses=[DisjunctiveLicense(name=licence)],
    )


def main(arguments: list[str] | None = None) -> None:
    """Write the bill into a file."""
    (target,) = (sys.argv[1:] if arguments is None else arguments) or ["dist/anthology.cdx.json"]
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_text(bill(), encoding="utf-8")


if __name__ == "__main__":
    main()
