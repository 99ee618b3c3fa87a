"""A made-up news corpus of any size, with the truth about its copies.

Out: reports (`report_id`, `title`, `text`, `source`, `published_at`) in shards, and for each the truth: `event` (reports of
one event belong together), `kind` and `original`. Kinds:

- `original`, `short`: a report of its own, about 600 syllables, or 80–150;
- `edit`: 1–10% of the syllables of an original changed, sentences dropped and added, another headline;
- `containment`: an original whole inside a report of the same event two or three times as long;
- `truncation`: the first third to two thirds of an original;
- `reorder`: the paragraphs of an original in another order;
- `bulletin`: the same words as the other bulletins of its series, with another day, other numbers and names (hard negative);
- `round_up`: several short items of other events, quoted whole (hard negative; part of none of them).

The language is made of Vietnamese syllables in phrases of Zipf-like frequency; officials carry long formulas of office,
outlets print furniture under their pages, some stories are copied more than a hundred times. The same seed and size give
the same corpus, shard by shard, so that a corpus larger than memory can be made and read in shards.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ONSETS = (
    "",
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
)
RHYMES = [
    "a",
    "á",
    "à",
    "ả",
    "ã",
    "ạ",
    "am",
    "ám",
    "an",
    "án",
    "àn",
    "ản",
    "ạn",
    "ang",
    "áng",
    "àng",
    "ảng",
    "ạng",
    "anh",
    "ánh",
    "ành",
    "ạnh",
    "ao",
    "áo",
    "ào",
    "ạo",
    "ay",
    "áy",
    "ày",
    "ăn",
    "ắn",
    "ằn",
    "ặn",
    "ăng",
    "ắng",
    "ằng",
    "ặng",
    "âm",
    "ấm",
    "ầm",
    "ậm",
    "ân",
    "ấn",
    "ần",
    "ẩn",
    "ận",
    "âu",
    "ấu",
    "ầu",
    "ậu",
    "ây",
    "ấy",
    "ầy",
    "ậy",
    "e",
    "é",
    "è",
    "ẻ",
    "em",
    "én",
    "èn",
    "eo",
    "éo",
    "ê",
    "ế",
    "ề",
    "ể",
    "ệ",
    "ên",
    "ến",
    "ền",
    "ệnh",
    "i",
    "í",
    "ì",
    "ỉ",
    "ị",
    "iên",
    "iến",
    "iền",
    "iện",
    "iêu",
    "iếu",
    "iều",
    "in",
    "ín",
    "inh",
    "ính",
    "ình",
    "ịnh",
    "o",
    "ó",
    "ò",
    "ỏ",
    "ọ",
    "oai",
    "oan",
    "oán",
    "ong",
    "óng",
    "òng",
    "ô",
    "ố",
    "ồ",
    "ổ",
    "ộ",
    "ôi",
    "ối",
    "ồi",
    "ổi",
    "ội",
    "ông",
    "ống",
    "ồng",
    "ổng",
    "ộng",
    "ơ",
    "ớ",
    "ờ",
    "ở",
    "ợ",
    "ơi",
    "ới",
    "ời",
    "u",
    "ú",
    "ù",
    "ủ",
    "ụ",
    "ung",
    "úng",
    "ùng",
    "uôc",
    "uôn",
    "uốn",
    "uồn",
    "ư",
    "ứ",
    "ừ",
    "ử",
    "ự",
    "ưng",
    "ứng",
    "ừng",
    "ươi",
    "ười",
    "ương",
    "ướng",
    "ường",
    "ượng",
    "ưu",
]
PLACES = (
    "Hà Nội",
    "Hải Phòng",
    "Đà Nẵng",
    "Cần Thơ",
    "Huế",
    "Nghệ An",
    "Thanh Hóa",
    "Lào Cai",
    "Bình Thuận",
    "Cà Mau",
    "Quảng Ninh",
    "Gia Lai",
)
VERBS = (
    "chủ trì hội nghị",
    "thăm và làm việc",
    "tiếp đoàn đại biểu",
    "dự lễ khánh thành",
    "phát biểu chỉ đạo",
    "kiểm tra tiến độ",
)
KINDS = ("original", "short", "edit", "containment", "truncation", "reorder", "bulletin", "round_up")
COPIES = ("edit", "containment", "truncation", "reorder")

SCHEMA = pl.Schema(
    {
        "report_id": pl.String(), "title": pl.String(), "text": pl.String(), "source": pl.String(), "published_at": pl.Datetime("us", "UTC"),
        "event": pl.Int64(), "kind": pl.Enum(KINDS), "original": pl.String(),
    }
)  # fmt: skip
_BEGIN = dt.datetime(2017, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Story:
    """A report before it is printed: its event, headline words, sentences and the hour it came out."""

    event: int
    kind: str
    title: tuple[str, ...]
    sentences: tuple[str, ...]
    hour: int
    original: str | None = None


class Language:
    """Phrases, formulas of office, names and outlets of the made-up country; the same for every shard of a seed."""

    def __init__(self, seed: int):
        rng = np.random.default_rng(seed)
        syllables = np.array([o + r for o, r in product(ONSETS, RHYMES)])
        rng.shuffle(syllables)
        common = _cumulative(len(syllables), 1.0)

        def some(least: int, most: int) -> str:
            return " ".join(syllables[_draw(rng, common, int(rng.integers(least, most + 1)))])

        self.syllables = syllables
        self.phrases = np.array([some(2, 5) for _ in range(30_000)])
        self.common = _cumulative(len(self.phrases), 0.8)
        self.formulas = [some(8, 20) for _ in range(300)]
        self.formula_common = _cumulative(len(self.formulas), 1.0)
        self.names = [some(3, 3).title() for _ in range(3_000)]
        self.outlets = [f"bao{i}.vn" for i in range(60)]
        self.furniture = [some(20, 30).capitalize() for _ in self.outlets]
        self.series = [self._template(rng) for _ in range(2_000)]

    def _template(self, rng: np.random.Generator) -> tuple[str, ...]:
        """A bulletin: sentences with places for numbers and names."""
        return tuple(
            f"{self.run(rng, 9)} {{{i}}} {self.run(rng, 9)}"
            if i % 3
            else f"{self.run(rng, 10)} {{n{i}}} {self.run(rng, 8)}"
            for i in range(18)
        )

    def run(self, rng: np.random.Generator, n: int, topic: Ints | None = None) -> str:
        """About n syllables."""
        k = max(1, round(n / 3.5))
        words = _draw(rng, self.common, k)
        if topic is not None:
            words = np.where(rng.random(k) < 0.5, topic[rng.integers(len(topic), size=k)], words)
        return " ".join(self.phrases[words])

    def topic(self, rng: np.random.Generator) -> Ints:
        """Phrases that a story keeps coming back to."""
        return _draw(rng, self.common, 60)

    def formula(self, rng: np.random.Generator) -> str:
        """An office, as long as they are."""
        return self.formulas[int(_draw(rng, self.formula_common, 1)[0])]

    def name(self, rng: np.random.Generator) -> str:
        """A person."""
        return self.names[rng.integers(len(self.names))]


def _cumulative(n: int, exponent: float) -> Floats:
    weights = 1.0 / (np.arange(n) + 5.0) ** exponent
    return np.cumsum(weights / weights.sum())


def _draw(rng: np.random.Generator, cumulative: Floats, k: int) -> Ints:
    return np.searchsorted(cumulative, rng.random(k) * cumulative[-1])


def generate(n: int, seed: int = 1, shard: int = 100_000) -> Iterator[pl.DataFrame]:
    """Shards of a corpus of n reports, rows of `SCHEMA`. Copies stand anywhere in the shard of their original."""
    language = Language(seed)
    for index, first in enumerate(range(0, n, shard)):
        yield _shard(language, np.random.default_rng((seed, index)), first, min(shard, n - first))


def _shard(language: Language, rng: np.random.Generator, first: int, n: int) -> pl.DataFrame:
    stories: list[Story] = []
    items: list[Story] = []
    event = first * 4  # a series of bulletins takes many numbers
    while len(stories) < n:
        event += 1
        draw = rng.random()
        if draw < 0.02:
            stories += _bulletins(language, rng, event)
            event += 20
        elif draw < 0.05 and len(items) >= 50:
            stories.append(_round_up(language, rng, event, items))
        else:
            story = _original(language, rng, event, short=rng.random() < 0.15)
            stories.append(story)
            if story.kind == "short":
                items.append(story)
            elif rng.random() < 0.2:
                copies = int(rng.integers(80, 200)) if rng.random() < 0.0002 else int(rng.geometric(0.5))
                stories += [_copy(language, rng, story, COPIES[rng.integers(len(COPIES))]) for _ in range(copies)]
    stories = stories[:n]
    names = [f"r{first + k:09d}" for k in rng.permutation(n)]
    originals = {
        story.event: name for story, name in zip(stories, names, strict=True) if story.kind in ("original", "short")
    }
    rows = [
        _printed(language, rng, story, name, originals.get(story.event))
        for story, name in zip(stories, names, strict=True)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("report_id")


def _printed(
    language: Language, rng: np.random.Generator, story: Story, name: str, original: str | None
) -> tuple[object, ...]:
    outlet = rng.integers(len(language.outlets))
    lines = list(story.sentences)
    if rng.random() < 0.7:
        lines.append(language.furniture[outlet])
    text = "\n".join(". ".join(lines[i : i + 3]) + "." for i in range(0, len(lines), 3))
    published = _BEGIN + dt.timedelta(hours=story.hour, minutes=int(rng.integers(60)))
    return (
        name,
        " ".join(story.title).capitalize(),
        text,
        language.outlets[outlet],
        published,
        story.event,
        story.kind,
        original if story.kind in COPIES else None,
    )


def _original(language: Language, rng: np.random.Generator, event: int, short: bool) -> Story:
    topic = language.topic(rng)
    hour = int(rng.integers(24 * 300))
    day = _BEGIN + dt.timedelta(hours=hour)
    place, name = PLACES[rng.integers(len(PLACES))], language.name(rng)
    formula = language.formula(rng)
    opening = f"Ngày {day.day}/{day.month}, tại {place}, {formula} {name} {VERBS[rng.integers(len(VERBS))]} {language.run(rng, 12, topic)}"
    n = int(rng.integers(4, 7) if short else rng.integers(18, 34))
    sentences = [opening, *(_sentence(language, rng, topic) for _ in range(n - 1))]
    title = tuple(f"{name} {language.run(rng, 8, topic)}".split())
    return Story(event, "short" if short else "original", title, tuple(sentences), hour)


def _sentence(language: Language, rng: np.random.Generator, topic: Ints) -> str:
    draw = rng.random()
    body = language.run(rng, int(rng.integers(14, 30)), topic).capitalize()
    if draw < 0.15:
        return f"{body} {rng.integers(2, 5000)} {language.run(rng, 4, topic)}"
    if draw < 0.25:
        return f"{body} {language.formula(rng)} {language.name(rng)}"
    return body


def _copy(language: Language, rng: np.random.Generator, story: Story, kind: str) -> Story:
    topic = language.topic(rng)
    sentences = list(story.sentences)
    if kind == "edit":
        rate = rng.uniform(0.01, 0.10)
        sentences = [_edited(language, rng, s, rate) for s in sentences if rng.random() > 0.04]
        sentences += [_sentence(language, rng, topic)] * int(rng.integers(2))
    elif kind == "containment":
        more = [_sentence(language, rng, topic) for _ in range(int(len(sentences) * rng.uniform(1.0, 2.0)))]
        before = int(rng.integers(0, 3))
        sentences = more[:before] + sentences + more[before:]
    elif kind == "truncation":
        sentences = sentences[: max(5, int(len(sentences) * rng.uniform(0.33, 0.67)))]
    else:
        cuts = [sentences[i : i + 3] for i in range(0, len(sentences), 3)]
        sentences = [s for i in rng.permutation(len(cuts)) for s in cuts[i]]
    title = tuple(
        w if rng.random() > 0.25 else str(language.syllables[rng.integers(len(language.syllables))])
        for w in story.title
    )
    return replace(
        story, kind=kind, sentences=tuple(sentences), title=title, hour=story.hour + int(rng.integers(1, 30))
    )


def _edited(language: Language, rng: np.random.Generator, sentence: str, rate: float) -> str:
    words = sentence.split()
    for i in np.flatnonzero(rng.random(len(words)) < rate):
        # A changed number is another fact; editors change words.
        if not words[i][0].isdigit():
            words[i] = str(language.syllables[rng.integers(len(language.syllables))])
    return " ".join(words)


def _bulletins(language: Language, rng: np.random.Generator, event: int) -> list[Story]:
    template = language.series[rng.integers(len(language.series))]
    hour = int(rng.integers(24 * 200))
    title = tuple(language.run(rng, 8).split())
    stories = []
    for k in range(int(rng.integers(3, 12))):
        hour += 24 * int(rng.integers(1, 8))
        day = _BEGIN + dt.timedelta(hours=hour)
        numbers = {f"n{i}": str(rng.integers(2, 9000)) for i in range(18)}
        names = [language.name(rng) for _ in range(18)]
        body = [line.format(*names, **numbers).capitalize() for line in template]
        opening = f"Ngày {day.day}/{day.month}, tại {PLACES[rng.integers(len(PLACES))]}, {language.run(rng, 12)}"
        own = [language.run(rng, 20).capitalize() for _ in range(int(rng.integers(1, 5)))]
        stories.append(Story(event + k, "bulletin", title, (opening, *body, *own), hour))
    return stories


def _round_up(language: Language, rng: np.random.Generator, event: int, items: list[Story]) -> Story:
    chosen = [items[i] for i in rng.choice(len(items), int(rng.integers(4, 8)), replace=False)]
    sentences = [language.run(rng, 20).capitalize(), *(s for story in chosen for s in story.sentences)]
    return Story(
        event, "round_up", tuple(language.run(rng, 9).split()), tuple(sentences), max(s.hour for s in chosen) + 3
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the shards go")
    parser.add_argument("-n", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    for i, frame in enumerate(generate(args.n, args.seed)):
        frame.write_parquet(args.folder / f"reports-{i:03d}.parquet")


if __name__ == "__main__":
    main()
