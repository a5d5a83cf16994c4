"""`make bench`: books of many articles made by this tool and by others, side by side, measured."""
