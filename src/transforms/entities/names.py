"""What a personal name looks like, apart from where it stands.

In: the words of a run of capitalised words. Out: the stretches of it that may be a person's name, each with a kind that
says how much the shape alone is worth. Whether a stretch *is* a person is decided in `persons`, from its context.

Decisions. A Vietnamese name is a surname and one to four syllables; some surnames (Nguyễn, Trần) are names wherever they
stand, others (Hà, Cao, Mai) are ordinary words or places too and need support. Names of the minorities begin with their
clan (Giàng, Lò, Ksor) or with the marks Y, A, H', K' and may hold any letters. A word that cannot be a Vietnamese
syllable is foreign; words without Vietnamese letters beside it belong to the same name. Tones are never folded away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from transforms.lexicon import column, table
from transforms.text.normalise import fold
from transforms.text.remembered import remembered

# What is known of a word, as bits of one number: names are cut in the innermost loop, where sets would cost too much.
SURE = 1 << 0  # a surname and hardly anything else
AMBIGUOUS = 1 << 1  # a surname, but also another word
MINORITY = 1 << 2  # a clan of a minority
CLAN = 1 << 3  # a mark of the highlands: Y, A, H', K'
GIVEN = 1 << 4  # common last syllable of given names
RARE_GIVEN = 1 << 5  # a last syllable seen once in a while
MIDDLE = 1 << 6  # common middle syllable
UNFINISHED = 1 << 7  # Văn, Thị: never the end of a name
SYLLABLE = 1 << 8  # a Vietnamese syllable
FOREIGN = 1 << 9  # no Vietnamese syllable
PLAIN = 1 << 10  # without Vietnamese letters
FIRST_NAME = 1 << 11  # a known foreign first name
HYPHEN = 1 << 12  # transcribed with hyphens
PARTICLE = 1 << 13  # de, van, bin
SUFFIX = 1 << 14  # Jr, II
INITIAL = 1 << 15  # one letter
CAPITALS = 1 << 16  # written in capitals
NEVER = 1 << 17  # no part of a Vietnamese name
SOFT = 1 << 18  # of a name only as its last word
BRAND = 1 << 19  # of firms, media, competitions
SURNAME = SURE | AMBIGUOUS | MINORITY

_SURNAMES = {
    fold(row["surname"]): (SURE if row["certainty"] == "sure" else AMBIGUOUS)
    | (MINORITY if row["origin"] == "minority" else 0)
    for row in table("surnames")
}
_GIVEN = {row["syllable"]: (int(row["given"]), int(row["middle"])) for row in table("given_names")}
_FIRST_NAMES = frozenset(fold(name) for name in column("foreign_first_names", "name"))
_STOP = {row["word"]: {"never": NEVER, "soft": SOFT, "foreign": BRAND}[row["kind"]] for row in table("name_stop_words")}
_PARTICLES = frozenset(
    "de da do dos das del della di du van von der den bin bint ibn al el la le ul ur af ter ten y e".split()  # noqa: SIM905
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})

# The rimes of Vietnamese, without tones, and the onsets; after k, gh, ngh stand e, ê, i, y only, after c, g, ng never.
_RIMES = frozenset(
    """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et
    ê êch êm ên ênh êp êt êu i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu y yt ynh yêm yên yêng yêt yêu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ooc
    oong ô ôc ôi ôm ôn ông ôp ôt ơ ơc ơi ơm ơn ơp ơt u uc ui um un ung up ut ua uân uâng uât uây uê uêch uênh uôc uôi uôm
    uôn uông uôt uơ uy uya uych uyên uyêt uynh uyt uyn uyp ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt
    ươu""".split()  # noqa: SIM905
)
_PARTS = re.compile(r"(ngh|ng|nh|gh|gi(?=[aăâeêoôơuưy])|ch|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?([aăâeêioôơuưy]\w*)$")
_FRONT = frozenset("eêiy")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"), None)
_MARKS = frozenset("áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵăâêôơưđ")
_CLAN_MARK = re.compile(r"(?:y|a|h'|k'|ka|kpa|h|k)$|[hk]'\w+$")


class Stretch(NamedTuple):
    """Words i..j (exclusive) of a run that look like a name. `kind`: kinh, short_kinh (two syllables), weak_kinh,
    weak_short (ambiguous surname), bare (ambiguous surname, unusual given name), minority, foreign, brand (foreign, with
    a word of firms or media in it), initials, initialed (one, and a syllable), given, word."""

    i: int
    j: int
    kind: str


@remembered
def is_syllable(folded: str) -> bool:
    """Whether a folded word can be a Vietnamese syllable."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", folded).translate(_TONES))
    parts = _PARTS.match(plain)
    if parts is None:
        return False
    onset, rime = parts[1], parts[2]
    if rime not in _RIMES and not (onset == "gi" and "i" + rime in _RIMES):  # giêng
        return False
    if onset in ("k", "gh", "ngh"):
        return rime[0] in _FRONT
    if onset in ("c", "ng"):
        return rime[0] not in _FRONT
    return onset != "g" or rime[0] not in "eêy"


@remembered
def key_of(word: str) -> str:
    """A word of a name for comparison: folded, without the dot of an initial."""
    return fold(word).rstrip(".")


@remembered
def shape(word: str) -> int:
    """What is known of one word, as a set of the flags above."""
    key = fold(word)
    clan = CLAN if _CLAN_MARK.match(key) else 0
    if word[0].islower():
        return PARTICLE if key in _PARTICLES else FOREIGN | PLAIN if "-" in key else NEVER  # al-Mesmari
    if word.endswith(".") or len(word) == 1:
        return INITIAL | PLAIN | clan
    flags = _STOP.get(key, 0) | _SURNAMES.get(key, 0) | clan
    if key in _SUFFIXES:
        flags |= SUFFIX
    if len(word) > 1 and word.isupper():
        flags |= CAPITALS
    if not _MARKS.intersection(key):
        flags |= PLAIN
    if "-" in key:  # transcribed: Bun-nhăng, Jong-un; but Việt-Nga are two countries
        return (
            flags | FOREIGN | PLAIN | HYPHEN if any(not is_syllable(x) or x in word for x in key.split("-")) else NEVER
        )
    if is_syllable(key):
        flags |= SYLLABLE
        given, middle = _GIVEN.get(key, (0, 0))
        flags |= (GIVEN if given >= 2 else RARE_GIVEN if given else 0) | (MIDDLE if middle >= 2 else 0)
    else:
        flags |= FOREIGN
    if key in _FIRST_NAMES:
        flags |= FIRST_NAME
    if key in ("văn", "thị"):
        flags |= UNFINISHED
    return flags


def stretches(words: Sequence[str], closed: bool = False) -> list[Stretch]:
    """The stretches of a run that may be names, from left to right, not overlapping."""
    flags = [shape(w) for w in words]
    found: list[Stretch] = []
    i, n = 0, len(words)
    while i < n:
        f = flags[i]
        stretch = (
            (f & (CLAN | MINORITY) and _minority(words, flags, i))
            or (f & SURNAME and _kinh(flags, i, closed))
            or (f & INITIAL and (_initials(flags, i) or _initialed(flags, i)))
            or (f & (PLAIN | FOREIGN) and _foreign(flags, i))
            or (f & (GIVEN | MIDDLE | RARE_GIVEN) and _given(flags, i))
        )
        if stretch:
            found.append(stretch)
            i = stretch.j
        else:
            i += 1
    return found


def _usable(flags: Sequence[int], j: int) -> bool:
    """Whether word j can be a later syllable of a Vietnamese name; behind Văn and Thị any syllable can."""
    f = flags[j]
    if j > 1 and flags[j - 1] & UNFINISHED and flags[j - 2] & SURNAME and f & SYLLABLE:
        return True
    if f & (NEVER | PARTICLE) or not (f & (SYLLABLE | INITIAL) or (f & FOREIGN and not f & PLAIN)):
        return False
    return not (f & SOFT and j + 1 < len(flags))


def _kinh(flags: Sequence[int], i: int, closed: bool = False) -> Stretch | None:
    """Surname and one to four syllables; an initial ends the name, a further sure surname begins the next one."""
    if not flags[i] & SURNAME or flags[i] & (FOREIGN | INITIAL | NEVER):
        return None
    j, n = i + 1, len(flags)
    while j < n and j - i < 5 and _usable(flags, j):
        if j - i >= 3 and flags[j] & SURE and j + 1 < n and _usable(flags, j + 1):
            break
        j += 1
        if flags[j - 1] & INITIAL and not (j < n and flags[j] & INITIAL):
            break
    if closed and j + 1 == n and j - i < 4 and flags[i] & SURE and flags[j] & SYLLABLE and flags[j] & NEVER:
        j += 1  # before a comma any word may be a given name: Đỗ Căn
        return Stretch(i, j, "kinh" if j - i > 2 else "bare")
    if j - i < 2 or (j - i > 3 and not flags[i] & SURE and flags[i + 1] & SURE):  # a word before the name
        return None
    if flags[i] & SURE:
        return Stretch(i, j, "kinh" if j - i >= 3 else "short_kinh")
    supported = flags[j - 1] & (GIVEN | RARE_GIVEN | INITIAL) and (j - i < 3 or flags[i + 1] & MIDDLE)
    if supported:
        return Stretch(i, j, "weak_kinh" if j - i >= 3 else "weak_short")
    return Stretch(i, j, "bare")


def _minority(words: Sequence[str], flags: Sequence[int], i: int) -> Stretch | None:
    """A sure clan name, or a mark of the highlands before further words of any letters."""
    if not (flags[i] & CLAN or (flags[i] & MINORITY and flags[i] & SURE)):
        return None
    j, n = i + 1, len(flags)
    while (
        j < n
        and j - i < 5
        and not flags[j] & (NEVER | BRAND | PARTICLE | CAPITALS)
        and not (j - i >= 3 and flags[j] & SURE and not flags[j] & MINORITY)
    ):
        j += 1
    if j - i < 2:
        return None
    odd = any("'" in key_of(w) for w in words[i:j]) or any(flags[k] & MINORITY and flags[k] & SURE for k in range(i, j))
    return Stretch(i, j, "minority" if odd else "given")


def _initials(flags: Sequence[int], i: int) -> Stretch | None:
    """Initials alone (N.K), as persons are named who are to be spared."""
    j = i
    while j < len(flags) and flags[j] & INITIAL:
        j += 1
    return Stretch(i, j, "initials") if j == len(flags) and j > i else None


def _initialed(flags: Sequence[int], i: int) -> Stretch | None:
    """An initial and one syllable with marks at the end of a run, as a transcribed name may be (Đ.Trăm)."""
    last = flags[-1]
    fits = len(flags) == i + 2 and last & SYLLABLE and not last & (PLAIN | NEVER | CAPITALS | BRAND)
    return Stretch(i, i + 2, "initialed") if fits else None


def _foreign(flags: Sequence[int], i: int) -> Stretch | None:
    """Words without Vietnamese letters, one of them at least no Vietnamese syllable; particles and initials inside."""
    if (
        not flags[i] & (PLAIN | FOREIGN)
        or flags[i] & NEVER
        or (flags[i] & (CAPITALS | BRAND) and not flags[i] & INITIAL)
    ):
        return None
    j, n, odd, transcribed = i, len(flags), False, 0
    while j < n and j - i < 7:
        f = flags[j]
        if f & NEVER and not f & FOREIGN:
            break
        if f & PARTICLE:
            if not odd or j + 1 >= n:
                break
        elif not f & (PLAIN | FOREIGN | transcribed) or (f & CAPITALS and not flags[i] & CAPITALS and not f & SUFFIX):
            break
        known = f & FIRST_NAME and not f & (GIVEN | RARE_GIVEN | SURNAME)  # Hun Sen
        odd = odd or bool((f & FOREIGN or known) and not f & CAPITALS)
        transcribed = transcribed or (f & HYPHEN and SYLLABLE)  # Đô-nan Trăm
        j += 1
    while j > i and flags[j - 1] & (PARTICLE | INITIAL):
        j -= 1
    if not odd or j == i:
        return None
    if j - i > 2 and flags[i + 1] & FIRST_NAME and flags[i] & SYLLABLE and not flags[i] & (FIRST_NAME | SURNAME):
        i += 1  # a country before the name: "Nga Vladimir Putin"
    if j - i == 1:
        return Stretch(i, j, "word")
    return Stretch(i, j, "brand" if any(f & BRAND for f in flags[i:j]) else "foreign")


def _given(flags: Sequence[int], i: int) -> Stretch | None:
    """Two to four syllables as they occur in given names, without a surname: stage names, footballers."""
    j, n = i, len(flags)
    while j < n and j - i < 4 and flags[j] & (GIVEN | MIDDLE | RARE_GIVEN) and _usable(flags, j):
        whole = _kinh(flags, j) if j > i and flags[j] & SURNAME else None
        if whole and whole.j - j > (1 if flags[j] & SURE else 2) and whole.kind != "given":
            break
        j += 1
    if j - i < 2:
        return Stretch(i, i + 1, "word") if j - i == 1 else None
    return Stretch(i, j, "given")


def is_plausible(words: Sequence[str]) -> bool:
    """Whether nothing speaks against a run as a whole being the name of somebody who is addressed."""
    flags = [shape(w) for w in words]
    if not 2 <= len(words) <= 6 or any(
        f & (CAPITALS | PARTICLE | INITIAL) or (f & BRAND and f & FOREIGN) for f in flags
    ):
        return False
    return not (flags[0] | flags[-1]) & (NEVER | SOFT)


def is_likely_given(words: Sequence[str]) -> bool:
    """Whether two words are a common middle and a common given name (Xuân Trường)."""
    return len(words) == 2 and bool(shape(words[0]) & MIDDLE and shape(words[1]) & GIVEN)


def is_form(name: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name (folded words) may be a form of a longer or equally long one in the same report."""
    if set(full).isdisjoint(name):
        return False
    if is_short_form(name, full):
        return True
    if len(name) < 2:
        return False
    if not is_foreign(full):
        return _is_misspelt(name, full)
    if "".join(name).replace("-", "") == "".join(full).replace("-", ""):  # Kim Jong-un, Kim Jong Un
        return True
    if len(name) == len(full) and all(a == b or _differ_by_a_letter(a, b) for a, b in zip(name, full, strict=True)):
        return True
    if name[-1] == full[-1] or name[-1] in full[1:]:  # V. Putin, Robert McCooey
        given = full[: full.index(name[-1], 1)]
        return all(any(_fits(w, g) for g in given) for w in name[:-1])
    return len(name) < len(full) and list(name) == list(full[: len(name)])


def is_short_form(name: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name is the end of a longer one (Kim Ngân, Quân), or one word of a foreign one (Trump)."""
    if len(name) == 1:  # a surname too: ông Tập, Bác Hồ
        return len(full) > 1 and name[0] in (full if is_foreign(full) else (full[0], full[-1]))
    return (
        len(name) < len(full)
        and list(name) == list(full[len(full) - len(name) :])
        and not (len(name) > 1 and _SURNAMES.get(name[0], 0) & SURE)
    )


def is_foreign(name: Sequence[str]) -> bool:
    """Whether a name (folded words) has a word that is no Vietnamese syllable, initials aside."""
    return any(len(w) > 1 and not is_syllable(w) for w in name)


def is_bare(name: Sequence[str]) -> bool:
    """Whether no word of a name bears a mark, as in foreign names and hasty typing."""
    return not any(_MARKS.intersection(w) for w in name)


def _is_misspelt(name: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name of three words or more is the other with the marks of one word forgotten (Phạm Binh Minh)."""
    if len(name) != len(full) or len(name) < 3:
        return False
    wrong = [(a, b) for a, b in zip(name, full, strict=True) if a != b]
    return len(wrong) == 1 and wrong[0][0] == _bare(wrong[0][1])


def _bare(word: str) -> str:
    """A word without marks, as hasty typing leaves it."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)).replace("đ", "d")


def _differ_by_a_letter(a: str, b: str) -> bool:
    """Whether two long foreign words are one with a letter more, less or other (Yathotu, Yathotou)."""
    a, b = sorted((_bare(a), _bare(b)), key=len)
    if len(a) < 6 or len(b) - len(a) > 1:
        return a == b
    k = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    return a[k:] == b[k + 1 :] or (len(a) == len(b) and a[k + 1 :] == b[k + 1 :])


def _fits(word: str, given: str) -> bool:
    """Same given name, its initial, or another spelling of it (Maksim, Maxim)."""
    if word == given or (len(word) == 1 and given.startswith(word)) or (len(given) == 1 and word.startswith(given)):
        return True
    return min(len(word), len(given)) > 3 and word[:2] == given[:2] and word[-2:] == given[-2:]
