"""Other tools, each as its own users call it."""
