"""`python typst_alone.py BOOK.typ BOOK.pdf`: Typst in one go, tagged like our book."""

import sys

import typst

source, target = sys.argv[1:]
typst.compile(source, output=target, font_paths=["fonts"], pdf_standards="ua-1")
