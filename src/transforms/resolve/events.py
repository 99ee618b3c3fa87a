"""Reports → events: which reports tell of the same happening, in whatever words; and the tables `events`, `report_events`.

In: reports with their duplicate groups, event dates, mentions and the verified duplicate pairs. Out: an event for every
report, each link's evidence, and the published tables. A group of near-identical reports is one node; nodes that share
rare terms about the same time are compared (`candidates`), each pair is scored from a few readable signals by fixed
weights (`MODEL`), and average linkage over the scores makes events (`linkage`). So a follow-up, another stop or another
year stays apart where its headline, opening, day or time differ, whatever background it repeats.

The weights are a logistic regression fitted once on labelled pairs and clusters of news of several years, and
cross-validated; docs/events.md gives the figures. They are data like any lexicon: changing one changes ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add

import polars as pl

from transforms.ids import content_id
from transforms.resolve import clock, terms
from transforms.resolve.candidates import candidate_pairs, distinct_pairs
from transforms.resolve.linkage import average_linkage
from transforms.schema import EventLinks, polars_schema


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the signals of `signals`, the score of pairs never compared, and the score from which events are one."""

    intercept: float = 3.5
    likeness: float = 1.5
    title: float = 2.6
    lead: float = 1.3
    gap: float = -1.65
    other_day: float = -1.6
    other_year: float = -6.0
    one_page: float = -2.5
    names: float = 1.8
    text: float = 0.8
    text_known: float = -1.5
    sequel: float = -1.5
    most: float = 4.0
    missing: float = -4.0
    threshold: float = 0.0

    def score(self) -> pl.Expr:
        """Log odds that a pair is one event, bounded so that no single pair outvotes the rest of its clusters."""
        # One after the other: `sum_horizontal` adds in the order in which threads are done.
        weighted = (pl.col(name) * getattr(self, name) for name in SIGNALS)
        return reduce(add, weighted, pl.lit(self.intercept)).clip(-self.most, self.most).round(6)


SIGNALS = (
    "likeness", "title", "lead", "gap", "other_day", "other_year", "one_page", "names", "text", "text_known", "sequel",
)  # fmt: skip
MODEL = Model()
UNKNOWN_GAP = 2.0  # days assumed between texts of which one has no place in time
LONGEST_GAP = 30.0
FAR_APART = 200  # days between stated dates that no delay of a report explains
_MOST_TEXT = 3.0
_CLEARLY = -1.5  # log odds from which the comparison of two texts speaks against one event, not only against one report
_LEAST_COSINE = 0.03
_FEW_NAMES = 8.0  # one rare name in common says little where one name is all there is
_SEQUELS = ("bulletin", "later_stage")  # reasons of `duplicate_pairs` that tell one happening from the next of its kind

LINKS = polars_schema(EventLinks)


@dataclass(frozen=True, slots=True)
class Linked:
    """`events`: (report_id, event_id); `links`: one row per compared pair of groups, by their representatives."""

    events: pl.DataFrame
    links: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Texts:
    """What linking knows from texts and times alone: reports with their articles, a node per group, its terms, the pairs (a, b) of nodes
    to compare, those with verified common text, and those that stand in one page."""

    known: pl.DataFrame
    nodes: pl.DataFrame
    vectors: terms.Vectors
    pairs: pl.DataFrame
    copied: pl.DataFrame
    pages: pl.DataFrame


def link_events(
    reports: pl.DataFrame,
    pairs: pl.DataFrame,
    articles: pl.DataFrame,
    mentions: pl.DataFrame,
    model: Model = MODEL,
    codes: pl.LazyFrame | None = None,
) -> Linked:
    """Events of `reports`, given `mentions` (report_id, kind, entity_id); all else as of `read_texts`."""
    return link(read_texts(reports, pairs, articles, codes), mentions, model)


def read_texts(
    reports: pl.DataFrame, pairs: pl.DataFrame, articles: pl.DataFrame, codes: pl.LazyFrame | None = None
) -> Texts:
    """The part of linking that needs no entities.

    `reports` (report_id, article_id, title, text, duplicate_group_id, is_representative, is_teaser, event_month, event_day,
    event_date, event_date_precision), the decided duplicate `pairs` (report_a, report_b, score, reason), `articles` (article_id,
    record_id, url, collection, published_at). `codes` (report_id, codes): stored codes of the syllables of at least these texts,
    which then are not read.
    """
    known = reports.join(
        articles.select("article_id", "record_id", "url", "collection", "published_at"), on="article_id", how="left"
    ).sort("report_id")
    nodes = _nodes(known)
    texts = nodes.select("report_id", "title", "text")
    if codes is not None:
        texts = texts.drop("text").lazy().join(codes, on="report_id", how="left", maintain_order="left").collect()
    vectors = terms.vectors(texts)
    copied = _copied(known, nodes, pairs)
    found = pl.concat([candidate_pairs(vectors.body, nodes.select("node", "scale", "time")), copied.select("a", "b")])
    found = distinct_pairs(found.select(pl.col("a").cast(pl.Int64) * (1 << 32) + pl.col("b"))["a"].to_numpy())
    return Texts(known, nodes, vectors, found, copied, _one_page(known, nodes))


def link(texts: Texts, mentions: pl.DataFrame, model: Model = MODEL) -> Linked:
    """Events of the reports whose texts were read, given `mentions` (report_id, kind, entity_id)."""
    nodes = texts.nodes
    compared = signals(nodes, texts.vectors, texts.pairs, texts.copied, _names(nodes, mentions), texts.pages)
    scored = compared.with_columns(score=model.score())
    cluster = average_linkage(nodes.height, scored.select("a", "b", "score"), model.threshold, model.missing)
    nodes = nodes.with_columns(cluster=cluster)
    placed = texts.known.join(nodes.select("duplicate_group_id", "cluster"), on="duplicate_group_id", how="left")
    return Linked(event_ids(placed), _links(nodes, scored))


def _nodes(known: pl.DataFrame) -> pl.DataFrame:
    """One row per duplicate group: its representative's text, its commonest day, its earliest place in time."""
    ticks = clock.days(
        known.select(
            "collection",
            month="event_month",
            day="event_day",
            number=clock.number_of(pl.col("record_id"), pl.col("url")),
        ).with_columns(number=pl.when(known["published_at"].is_null()).then("number"))
    )
    rows = known.select(
        "duplicate_group_id", "report_id", "title", "text", "is_teaser", "is_representative", "collection",
        day=pl.when(pl.col("event_day").is_not_null()).then(pl.struct("event_month", "event_day")),
        date=pl.when(pl.col("event_date_precision") == "day").then("event_date"),
        published=pl.col("published_at").dt.epoch("s") / 86400,
        clock=ticks,
    )  # fmt: skip
    several = pl.col("duplicate_group_id").is_duplicated()
    first, commonest = ("report_id", "title", "text", "collection"), ("day", "date")
    grouped = (
        rows.filter(several)
        .sort("is_teaser", "is_representative", "report_id", descending=[False, True, False])
        .group_by("duplicate_group_id", maintain_order=True)
        .agg(
            pl.col(first).first(),
            pl.col(commonest).drop_nulls().mode(maintain_order=True).first(),
            pl.col("published", "clock").min(),
        )
    )
    # Most reports are a group of their own, and need no search for what most of them say.
    groups = pl.concat([grouped, rows.filter(~several).select(grouped.columns)]).unnest("day")
    return groups.sort("duplicate_group_id").with_row_index("node").with_columns(
        time=pl.coalesce("published", "clock"),
        scale=pl.when(pl.col("published").is_not_null()).then(pl.lit("published")).otherwise("collection"),
    )  # fmt: skip


def _names(nodes: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """(node, term, weight): the persons and organizations that each node names, rarer ones weighing more."""
    named = mentions.select("kind", "report_id", term="entity_id").filter(
        pl.col("kind").is_in(["person", "organization"])
    )
    named = named.select("report_id", "term").unique()
    placed = named.join(nodes.select("report_id", "node"), on="report_id")
    return (
        placed.with_columns(df=pl.len().over("term"))
        .filter(pl.col("df") > 1)
        .select("node", "term", weight=(nodes.height / pl.col("df")).log().cast(pl.Float64))
        .sort("node", "term")
    )


def _copied(known: pl.DataFrame, nodes: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs (a, b) of nodes with verified common text, and how strongly it speaks for one report of one event."""
    node_of = known.select("report_id", "duplicate_group_id").join(
        nodes.select("duplicate_group_id", "node"), on="duplicate_group_id"
    )
    ends = pairs.join(node_of.select(report_a="report_id", x="node"), on="report_a").join(
        node_of.select(report_b="report_id", y="node"), on="report_b"
    )
    return (
        ends.filter(pl.col("x") != pl.col("y"))
        .group_by(pl.min_horizontal("x", "y").alias("a"), pl.max_horizontal("x", "y").alias("b"))
        .agg(
            # In whole numbers, whose sum does not depend on the order of the pairs.
            text=_bent(
                ((pl.col("score") * 1e6).round().cast(pl.Int64).sum() / pl.len() / 1e6).clip(-_MOST_TEXT, _MOST_TEXT)
            ),
            sequel=pl.col("reason").is_in(_SEQUELS).any().cast(pl.Float64),
        )
    )


def _bent(text: pl.Expr) -> pl.Expr:
    """What lies below `_CLEARLY` counts twice: a mild no to "one report" is common between two tellings of one event."""
    return text + (text - _CLEARLY).clip(upper_bound=0)


def _one_page(known: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """Pairs (a, b) of nodes that stand as two reports in one page: its writer held them apart."""
    placed = known.filter(pl.len().over("article_id") > 1).join(
        nodes.select("duplicate_group_id", "node"), on="duplicate_group_id"
    )
    placed = placed.select("article_id", "node")
    both = placed.join(placed, on="article_id", suffix="_b").filter(pl.col("node") < pl.col("node_b"))
    return both.select(a="node", b="node_b", one_page=pl.lit(1.0)).unique(["a", "b"])


def signals(
    nodes: pl.DataFrame,
    vectors: terms.Vectors,
    pairs: pl.DataFrame,
    copied: pl.DataFrame,
    names: pl.DataFrame,
    pages: pl.DataFrame,
) -> pl.DataFrame:
    """`pairs` (a, b) with the columns of `SIGNALS`.

    likeness: logarithm of the cosine of all terms, because the step from a tenth to two tenths says more than that from five
    to six; title: cosine of the headlines; lead: share of one's opening found in the other, the lesser of the two
    directions; gap: ln(1 + days between them in publication, or where that is unknown between the dates of their events);
    other_day: the stated days of the events differ; other_year: their full dates lie more than `FAR_APART` days apart;
    one_page: a page tells both, as two reports; names: the weight of the persons and organizations that both name, by
    that of the one with less (and `_FEW_NAMES`); text: log odds, from the comparison word by word, that the two are one
    report, a clear no counting twice; text_known: they share enough text to have been compared; sequel: that comparison found another bulletin of
    the kind, or another stage of the affair.
    """
    found = terms.likeness(pairs, vectors).with_columns(
        likeness=pl.col("cosine").clip(lower_bound=_LEAST_COSINE).log(), lead=pl.min_horizontal("there", "back")
    )
    found = terms.overlap(found, names, _FEW_NAMES, "names")
    about = nodes.select("node", "scale", "time", "date", "event_month", "event_day")
    found = found.join(about, left_on="a", right_on="node", how="left", maintain_order="left")
    found = found.join(about, left_on="b", right_on="node", how="left", maintain_order="left", suffix="_b")
    found = found.join(copied, on=["a", "b"], how="left", maintain_order="left")
    found = found.join(pages, on=["a", "b"], how="left", maintain_order="left")
    between = pl.when(pl.col("scale") == pl.col("scale_b")).then((pl.col("time") - pl.col("time_b")).abs())
    stated = (pl.col("date") - pl.col("date_b")).dt.total_days().abs().cast(pl.Float64)
    apart = pl.coalesce(between, stated)
    same = (pl.col("event_month") == pl.col("event_month_b")) & (pl.col("event_day") == pl.col("event_day_b"))
    return found.select(
        "a",
        "b",
        *(pl.col(name).cast(pl.Float64) for name in SIGNALS[:3]),
        gap=apart.clip(0, LONGEST_GAP).fill_null(UNKNOWN_GAP).log1p(),
        other_day=(~same).fill_null(False).cast(pl.Float64),
        other_year=(stated > FAR_APART).fill_null(False).cast(pl.Float64),
        one_page=pl.col("one_page").fill_null(0.0),
        names="names",
        text=pl.col("text").fill_null(0.0),
        text_known=pl.col("text").is_not_null().cast(pl.Float64),
        sequel=pl.col("sequel").fill_null(0.0),
    )


def event_ids(placed: pl.DataFrame) -> pl.DataFrame:
    """(report_id, event_id) of `placed` (report_id, published_at, cluster): the id follows from the cluster's first report."""
    first = (
        placed.sort("published_at", "report_id", nulls_last=True)
        .group_by("cluster", maintain_order=True)
        .agg(pl.col("report_id").first().alias("first"))
    )
    named = [content_id("event", r) for r in first["first"].to_list()]
    ids = first.with_columns(event_id=pl.Series(named, dtype=pl.Enum(sorted(named))))
    return placed.join(ids, on="cluster", how="left").select("report_id", "event_id").sort("report_id")


def _links(nodes: pl.DataFrame, scored: pl.DataFrame) -> pl.DataFrame:
    end = nodes.select("node", "report_id", "cluster")
    named = scored.join(end.rename({"report_id": "x", "cluster": "cx"}), left_on="a", right_on="node").join(
        end.rename({"report_id": "y", "cluster": "cy"}), left_on="b", right_on="node"
    )
    return named.select(
        pl.min_horizontal("x", "y").alias("report_a"),
        pl.max_horizontal("x", "y").alias("report_b"),
        *SIGNALS,
        "score",
        same_event=pl.col("cx") == pl.col("cy"),
        rule=pl.lit("event_signals"),
    ).select(LINKS.names()).sort("report_a", "report_b")  # fmt: skip
