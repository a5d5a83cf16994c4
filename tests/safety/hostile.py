"""Submissions that hold all that could act, or tell of somebody: as Markdown, as a page of the web, from Word."""

# ruff: noqa: E501 - the lines are those of the files

from __future__ import annotations

import io
import zipfile

LOGIN = "geheimlogin4711"
"""A name that the files of people hold, and no book may."""

TEXT = "Le port ne dort pas : il veille, et les bateaux arrivent à l’aube par le chenal du nord. "
MARKDOWN = f"""\
# Le port de nuit

{TEXT}[un](javascript:alert(1)) [deux](JaVaScRiPt:alert(2)) [trois](data:text/html;base64,AA==) [quatre](file:///etc/hostname)
[cinq](vbscript:x) [six](//example.org/x) [sept](&#106;avascript:f()) [huit](https://example.org/bon) <javascript:f()>

<script>alert(3)</script> <img src=x onerror=alert(4)> <iframe src="https://example.org"></iframe>
<form action="https://example.org"><input name="a"></form> <a href="javascript:f()">neuf</a>
<svg onload="f()"><script>1</script></svg> <object data="file:///etc/hostname"></object> <base href="https://example.org/">

![dix](file:///etc/hostname) ![onze](https://example.org/x.png) ![douze](javascript:f()) ![treize](../../../../etc/hostname)

<style>@import url(https://example.org/x.css); p {{ background: url(file:///etc/passwd) }}</style>
"""
HTML = f"""\
<!DOCTYPE html><html lang="fr"><head><title>La marée</title><base href="file:///etc/">
<meta http-equiv="refresh" content="0;url=javascript:f()"><link rel="stylesheet" href="https://example.org/x.css">
<meta name="author" content="{LOGIN}"><meta name="generator" content="/home/{LOGIN}/x.doc"></head>
<body onload="f()"><h1>La marée basse</h1><p onclick="f()" style="background:url(https://example.org/x)">La marée
monte deux fois chaque jour, et <a href="javascript:f()">redescend</a> <a href=" java&#9;script:f()">encore</a>
<a href="data:text/html,x">vers</a> <a href="https://example.org/ok" onclick="f()" ping="https://example.org">le large</a>.</p>
<script>document.write("x")</script><iframe src="x"></iframe><form><p>Le phare éclaire la baie toute la nuit.</p></form>
<svg xmlns="http://www.w3.org/2000/svg"><script>1</script><a xlink:href="javascript:f()"><text>phare</text></a></svg>
<!-- /home/{LOGIN}/livre --></body></html>
"""
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
LINKS = (
    "javascript:alert(1)",
    "file:///C:/Users/x",
    "data:text/html,x",
    "vbscript:x",
    "https://example.org/bon",
)


def word() -> bytes:
    """A Word file whose links run, that runs a template of somebody’s disk and says who wrote it where."""
    links = "".join(
        f'<w:hyperlink r:id="l{number}"><w:r><w:t xml:space="preserve">lien{number} </w:t></w:r></w:hyperlink>'
        for number, _ in enumerate(LINKS)
    )
    field = '<w:fldSimple w:instr=" HYPERLINK &quot;javascript:f()&quot; "><w:r><w:t>champ</w:t></w:r></w:fldSimple>'
    arrows = "".join(
        f'<Relationship Id="l{number}" Type="{_KIND}/hyperlink" Target="{target}" TargetMode="External"/>'
        for number, target in enumerate(LINKS)
    )
    template = f'<Relationship Id="t" Type="{_KIND}/attachedTemplate" Target="file:///C:/Users/{LOGIN}/a.dotm" TargetMode="External"/>'
    text = "Le phare du nord éclaire la côte depuis cent ans, et son gardien raconte les tempêtes. "
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="d" '
        f'Type="{_KIND}/officeDocument" Target="word/document.xml"/><Relationship Id="c" Type="{_PACKAGE}/'
        'relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_W} {_R}><w:body><w:p><w:r><w:t>Le phare du nord</w:t></w:r></w:p>"
        f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r>{links}{field}</w:p></w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{arrows}{template}</Relationships>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{LOGIN}</dc:creator>'
        f"<cp:lastModifiedBy>{LOGIN}</cp:lastModifiedBy></cp:coreProperties>",
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()
