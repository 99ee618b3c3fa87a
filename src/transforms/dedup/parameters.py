"""Every knob of near-duplicate detection, in one frozen object that can be printed, hashed and stored with a run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameters:
    """Knobs of all stages. Changing `shingle` or `sample` makes stored fingerprints unusable; the others do not."""

    shingle: int = 8
    """Syllables of a shingle. At 5, formulas of the language alone make ten times as many candidate pairs."""
    sample: int = 4
    """One shingle hash in this many is kept in a fingerprint (FracMinHash: hash < 2⁶⁴ / sample)."""
    partition_postings: int = 5_000_000
    """Most (hash, report) postings, about, that a thread of the candidate search holds at once; more are searched in ranges of the hash space."""
    outlet_cap: int = 20
    """A shingle in more reports of one outlet than this is that outlet's furniture: stopped there."""
    corpus_cap: int = 300
    """A shingle in more reports than this, over all outlets, is a formula: stopped everywhere."""
    candidate_shared: int = 2
    """Fewest sampled hashes that a candidate pair shares."""
    candidate_containment: float = 0.15
    """Least estimated containment, either way, of a candidate pair: below the threshold of `kept_containment` by the sampling error."""
    kept_containment: float = 0.22
    """Least exact containment, either way, of a pair that is published at all."""
    bucket_reports: int = 100_000
    """Reports whose codes a bucket of pairs needs, about, where a corpus is verified in buckets."""
    opening: int = 80
    """Syllables at the beginning of a report that tell its news; the background follows."""
    gap: int = 12
    """Longest stretch of differing syllables between two shared ones that still counts as a change in one place."""
    missing_score: float = -0.3
    """Score, in grouping, of two reports that share too little to be a candidate pair."""
    dense: float = 0.5
    """A component without a kept-apart pair is a group as it stands when this share of its pairs is merged."""
