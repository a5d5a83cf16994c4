"""`python weasyprint_alone.py BOOK.html BOOK.pdf`: WeasyPrint in one go, tagged like our book."""

import sys
from pathlib import Path

from weasyprint import HTML

source, target = map(Path, sys.argv[1:])
html = HTML(string=source.read_text(encoding="utf-8"), base_url=f"{source.parent}/")
html.write_pdf(target, pdf_variant="pdf/ua-1", pdf_tags=True)
