"""Two records weighed: one finding per thing compared, each worth points."""

from collections import Counter
from itertools import product

from rapidfuzz.distance import OSA

from .names import Name, one_slip
from .readings import Reading
from .records import Pair, Reason
from .weights import AMONG_STRANGERS, KIN_CEILING, RULES, STRANGERS, chance, decibans, prior

# What one comparison found: the code of its rule, and the rarity in decibans of the value that the two share.
Finding = tuple[str, int]


def _sum(findings: list[Finding]) -> int:
    return sum(RULES[code].points + rarity for code, rarity in findings)


class Weighing:
    """The weights of a register as it stands; a `visitor`'s values count as one record more, without being entered."""

    def __init__(self, counts: Counter[str], records: int, visitor: frozenset[str] = frozenset()):
        self._counts, self._visitor = counts, visitor
        self._total = records + bool(visitor) + STRANGERS
        self._prior = prior(records + bool(visitor))
        self._rarities: dict[int, int] = {}
        self._names: dict[tuple[Name, Name], Finding] = {}
        self._most: dict[Reading, int] = {}

    def pair(self, a: Reading, b: Reading, *, threshold: int) -> Pair | None:
        """The pair with its reasons, strongest first; None below `threshold` (a chance per thousand)."""
        a, b = sorted((a, b), key=lambda reading: reading.id)
        findings = [f for f in (self._birth(a, b), self._paper(a, b), *self._plain(a, b)) if f]
        most = self._prior + _sum(findings) + min(self._most_from_names(a), self._most_from_names(b))
        if chance(most) < threshold:
            return None
        findings += self._both_names(a, b)
        findings += _kin_doubt(findings, self._prior + _sum(findings))
        points = self._prior + _sum(findings)
        if chance(points) < threshold:
            return None
        reasons = [Reason(code, RULES[code].sentence, RULES[code].points + rarity) for code, rarity in findings]
        reasons.sort(key=lambda r: (-r.points, r.code))
        return Pair(a.id, b.id, chance(points), points, tuple(reasons))

    # Names

    def _most_from_names(self, reading: Reading) -> int:
        """What agreement on names can bring at most: spares reading the names of pairs that all the rest sets apart."""
        if reading not in self._most:
            family = max(map(self._most_from_name, reading.family), default=0)
            self._most[reading] = family + self._most_from_name(reading.given)
        return self._most[reading]

    def _most_from_name(self, name: Name) -> int:
        return max(self.rarity("name", name.whole), sum(self.rarity("name", part) for part in name.parts))

    def _both_names(self, a: Reading, b: Reading) -> list[Finding]:
        """Family with family and given with given; crosswise too where that fails, and the better of the two."""
        straight = [f for f in (self._family(a, b), self._given(a, b)) if f]
        if not any(code.endswith("_other") for code, _ in straight):
            return straight
        crossed = self._crossed(a, b)
        return max(straight, crossed, key=_sum) if crossed else straight

    def _family(self, a: Reading, b: Reading) -> Finding | None:
        """The best of maiden and married names against maiden and married names."""
        found = []
        for (i, mine), (j, theirs) in product(enumerate(a.family), enumerate(b.family)):
            how, rarity = self._name(mine, theirs)
            agree_by_marriage = i + j > 0 and how != "other"
            found.append(("family_married" if agree_by_marriage else f"family_{how}", rarity))
        return max(found, key=lambda f: (_sum([f]), f)) if found else None

    def _given(self, a: Reading, b: Reading) -> Finding | None:
        if not (a.given.parts and b.given.parts):
            return None
        how, rarity = self._name(a.given, b.given)
        return f"given_{how}", rarity

    def _crossed(self, a: Reading, b: Reading) -> list[Finding]:
        found = []
        for mine, theirs in product(a.family, b.family):
            (how, rarity), (how_too, rarity_too) = self._name(mine, b.given), self._name(a.given, theirs)
            if "other" not in (how, how_too):
                found.append([(f"family_{how}", rarity), (f"given_{how_too}", rarity_too), ("names_swapped", 0)])
        return max(found, key=lambda f: (_sum(f), f), default=[])

    def _name(self, a: Name, b: Name) -> Finding:
        """How two names agree (same, sounds, typo, part, some, other) and the rarity of what they share."""
        if a.whole == b.whole:
            return "same", self.rarity("name", a.whole)
        first, second = sorted((a, b), key=lambda n: (n.whole, n.parts))
        if (first, second) not in self._names:
            self._names[first, second] = self._unlike_name(first, second)
        return self._names[first, second]

    def _unlike_name(self, a: Name, b: Name) -> Finding:
        if a.sound and a.sound == b.sound:
            return "sounds", self.rarity("sound", a.sound)
        links = self._shared_words(a, b)
        if not links:
            return ("typo", self._commoner(a.whole, b.whole)) if self._is_slip(a.whole, b.whole) else ("other", 0)
        rarity = min(sum(points for _, points in links), decibans(self._total, 1))
        left_over = (len(a.parts) - len(links), len(b.parts) - len(links))
        if all(left_over):
            return "some", rarity
        if any(left_over):
            return "part", rarity
        return max((how for how, _ in links), key=("same", "sounds", "typo").index), rarity

    def _shared_words(self, a: Name, b: Name) -> list[Finding]:
        """Words of the two names linked one to one: those written alike first, then sounding alike, then one slip off."""
        links = []
        mine, theirs = list(zip(a.parts, a.part_sounds, strict=True)), list(zip(b.parts, b.part_sounds, strict=True))
        for how in ("same", "sounds", "typo"):
            for word, other in list(product(mine, theirs)):
                if word in mine and other in theirs and (rarity := self._word(how, word, other)):
                    links.append((how, rarity))
                    mine.remove(word)
                    theirs.remove(other)
        return links

    def _word(self, how: str, a: tuple[str, str], b: tuple[str, str]) -> int:
        if how == "same":
            return self.rarity("name", a[0]) if a[0] == b[0] else 0
        if how == "sounds":
            return self.rarity("sound", a[1]) if a[1] and a[1] == b[1] else 0
        return self._commoner(a[0], b[0]) if self._is_slip(a[0], b[0]) else 0

    def _is_slip(self, a: str, b: str) -> bool:
        """A rare spelling beside a common one is a slip of the pen; two spellings in use are two names (Abla, Abra)."""
        if not one_slip(a, b):
            return False
        rarer, commoner = sorted((self._count(f"name {a}"), self._count(f"name {b}")))
        return rarer <= 2 or rarer * 10 <= commoner

    def _commoner(self, a: str, b: str) -> int:
        return min(self.rarity("name", a), self.rarity("name", b))

    # Birth, paper, and what is the same or not

    def _birth(self, a: Reading, b: Reading) -> Finding | None:
        if not (a.year and b.year):
            return None
        if a.birth and a.birth == b.birth:
            return "birth_same", self.rarity("birth", a.birth)
        if a.day_known and b.day_known:
            return _unlike_dates(a, b), 0
        if a.year == b.year:
            return "birth_year", self.rarity("year", a.year)
        if b.year in a.years or a.year in b.years:
            return "birth_near_year", max(self.rarity("year", a.year), self.rarity("year", b.year))
        return "birth_other", 0

    def _paper(self, a: Reading, b: Reading) -> Finding | None:
        shared = a.papers.keys() & b.papers.keys()
        if shared:
            return "paper_same", max(self.rarity("paper", number) for number in shared)
        if not (a.papers and b.papers):
            return None
        pairs = [(mine, theirs) for mine, theirs in product(a.papers, b.papers) if len(mine) == len(theirs)]
        near = [(mine, theirs) for mine, theirs in pairs if OSA.distance(mine, theirs, score_cutoff=1) == 1]
        if near:
            return ("paper_swapped" if any(sorted(m) == sorted(t) for m, t in near) else "paper_digit"), 0
        return ("paper_other", 0) if set(a.papers.values()) & set(b.papers.values()) else None

    def _plain(self, a: Reading, b: Reading) -> list[Finding]:
        found = []
        if a.sex and b.sex:
            found.append(("sex_same" if a.sex == b.sex else "sex_other", 0))
        for what, mine, theirs in (("phone", a.phone, b.phone), ("commune", a.commune, b.commune)):
            if mine and mine == theirs:
                found.append((f"{what}_same", self.rarity(what, mine)))
            elif mine and theirs:
                found.append((f"{what}_other", 0))
        return found

    # Rarity

    def rarity(self, what: str, value: str | int) -> int:
        """10·log10(people / people bearing the value), rounded down: the register's, and the strangers beside it."""
        count = max(1, self._count(f"{what} {value}") + AMONG_STRANGERS.get(what, 0))
        if count not in self._rarities:
            self._rarities[count] = decibans(self._total, count)
        return self._rarities[count]

    def _count(self, value: str) -> int:
        return self._counts[value] + (value in self._visitor)


def _unlike_dates(a: Reading, b: Reading) -> str:
    """Two full dates that differ: how far."""
    if a.birth == b.birth[:4] + b.birth[6:] + b.birth[4:6]:
        return "birth_swapped"
    if OSA.distance(a.birth, b.birth, score_cutoff=1) <= 1:
        return "birth_digit"
    return "birth_other_day" if a.year == b.year else "birth_other"


def _kin_doubt(findings: list[Finding], points: int) -> list[Finding]:
    """Without a given name or a paper in common, twins share the rest: what brings `points` down to the ceiling."""
    codes = {code for code, _ in findings}
    if "given_other" not in codes or "paper_same" in codes:
        return []
    ceiling = KIN_CEILING + ("sex_other" in codes) * RULES["sex_other"].points
    return [("kin_doubt", ceiling - points)] if points > ceiling else []
