"""Bytes that nobody wrote, for what reads, cleans and judges: some in `make test`, more by `make fuzz`."""
