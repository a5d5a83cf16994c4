"""From a class's submissions to a printed book and an e-book, with no word and no name lost."""

__version__ = "0.1.0"
