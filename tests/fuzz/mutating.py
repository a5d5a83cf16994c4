"""Seeds to mutants of them: the same number gives the same bytes, on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

_MOST_CHANGES = 4


def mutants(seeds: Sequence[bytes], words: Sequence[bytes], count: int, number: int = 0) -> Iterator[bytes]:
    """So many mutants of the seeds."""
    dice = Random(number)  # noqa: S311 - the same ones each time
    for _ in range(count):
        data = dice.choice(seeds)
        for _ in range(dice.randint(1, _MOST_CHANGES)):
            data = _changed(data, seeds, words, dice)
        yield data


def _changed(data: bytes, seeds: Sequence[bytes], words: Sequence[bytes], dice: Random) -> bytes:
    start = dice.randrange(len(data) + 1)
    end = min(len(data), start + dice.choice((1, 1, 2, 4, 16, 64)))
    way = dice.randrange(6)
    if way == 0:
        return data[:start] + dice.randbytes(end - start) + data[end:]
    if way == 1:
        return data[:start] + data[end:]
    if way == 2:
        return data[:end] + data[start:end] * dice.choice((1, 2, 8)) + data[end:]
    if way == 3:
        other = dice.choice(seeds)
        cut = dice.randrange(len(other) + 1)
        return data[:start] + other[cut : cut + 200] + data[start:]
    if way == 4 and words:
        return data[:start] + dice.choice(words) + data[start:]
    return data[:start] + bytes(byte ^ (1 << dice.randrange(8)) for byte in data[start:end]) + data[end:]
