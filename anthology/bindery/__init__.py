"""The bindery: XHTML documents become pages, and pages one file. It knows nothing of articles."""
