"""What the tool promises about safety, measured: little in `make test`, all of it in `make bench-safety`."""
