"""Slugs out of texts of any script, and the free one among those that are taken."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from anyascii import anyascii

LEAST_BATCH, MOST_BATCH = 8, 1_000

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile(r"['’ʼ`]")


def make_slug(text: str, longest: int, otherwise: str = "") -> str:
    """Return a text as a slug of at most `longest` characters, cut between words where that can be; `otherwise` where nothing is left.

    >>> make_slug("Crème brûlée, 2 ложки", 40), make_slug("L'été à Besançon", 9), make_slug("!?", 9, "dish")
    ('creme-brulee-2-lozhki', 'lete-a', 'dish')
    """
    words = _WORD.findall(anyascii(_APOSTROPHES.sub("", text[: longest * 4])).lower())
    slug = "-".join(words)
    if len(slug) > longest:
        cut = slug[: longest + 1].rpartition("-")[0]
        slug = cut or slug[:longest]
    return slug or _shorten(otherwise, longest)


def number_slug(stem: str, number: int, longest: int) -> str:
    """Return the slug with a number behind it.

    >>> number_slug("tea", 2, 9), number_slug("earl-grey", 12, 9)
    ('tea-2', 'earl-g-12')
    """
    end = f"-{number}"
    return _shorten(stem, longest - len(end)) + end


def _shorten(slug: str, longest: int) -> str:
    return slug[:longest].rstrip("-")


@dataclass(slots=True)
class FreeSlugs:
    """Gives out slugs that nobody has. `find_taken` tells which of some are stored; what was given out counts as taken."""

    find_taken: Callable[[Collection[str]], Collection[str]]
    longest: int
    taken: set[str] = field(default_factory=set)
    _last: dict[str, int] = field(default_factory=dict)

    def take(self, stem: str) -> str:
        """Return the slug, or the first free one of those with -2, -3 … behind it."""
        if stem not in self._last and stem not in self.taken and not self.find_taken([stem]):
            self.taken.add(stem)
            return stem
        batch = LEAST_BATCH
        while True:
            start = self._last.get(stem, 1) + 1
            candidates = {number: number_slug(stem, number, self.longest) for number in range(start, start + batch)}
            stored = self.find_taken([slug for slug in candidates.values() if slug not in self.taken])
            for number, slug in candidates.items():
                self._last[stem] = number
                if slug not in self.taken and slug not in stored:
                    self.taken.add(slug)
                    return slug
            batch = min(batch * 4, MOST_BATCH)
