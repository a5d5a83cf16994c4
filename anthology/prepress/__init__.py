"""A bound book to the file a printer takes: inks, boxes, marks, pictures at resolution, and rules.

It knows PDF objects and nothing of articles. `sheets.made` is the way in; `rules.RULES` a file must keep.
"""
