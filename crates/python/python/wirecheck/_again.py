"""What a pickled Checker becomes: built once in each process, however often it arrives there."""

from functools import lru_cache
from typing import Tuple

from wirecheck._wirecheck import Checker, from_parts


@lru_cache(maxsize=8)
def checker_again(name: str, text: str, packs: Tuple[Tuple[str, str], ...]) -> Checker:
    """The Checker of a configuration and its packs, the same object for the same texts."""
    return from_parts(name, text, dict(packs))
