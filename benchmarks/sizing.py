"""What a million, 100 million and 3 billion pages take, reckoned from measured figures: `python benchmarks/sizing.py`.

In: `results/runners-*.json` (the largest). Out: the tables of docs/sizing.md, on standard output. Stages that look at one page
alone are linear and reckoned so; of the others the document says what is known.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
SCALES = {"1 million": 1e6, "100 million": 1e8, "3 billion": 3e9}
BUSY = 0.7  # of its time a worker's core works on tasks: the rest goes to starts, transfers, stragglers
DAY = 86_400
LINEAR = ("read", "pages")  # the others' cost grows otherwise, and a small measurement is mostly their compilation


def _largest(pattern: str) -> Any:
    files = sorted(RESULTS.glob(pattern), key=lambda p: int(p.stem.rpartition("-")[2]))
    return json.loads(files[-1].read_text())


def per_million(figures: dict[str, Any]) -> dict[str, tuple[float, float, float]]:
    """Stage → (CPU seconds, MB written, kB handed over by the scheduler) per million articles."""
    factor = 1e6 / figures["articles"]
    return {
        stage: (c["cpu"] * factor, c["written"] * factor / 1e6, c["handed"] * factor / 1e3)
        for stage, c in figures["stages"].items()
    }


def main() -> None:
    """Print both tables."""
    figures = _largest("runners-*.json")[0]
    costs = per_million(figures)
    print(f"Measured over {figures['articles']:,} generated articles, per million:\n")
    print("| stage | CPU s | written MB | handed over kB |\n| --- | ---: | ---: | ---: |")
    for stage in LINEAR:
        cpu, written, handed = costs[stage]
        print(f"| {stage} | {cpu:,.0f} | {written:,.0f} | {handed:,.0f} |")
    alone = sum(costs[s][0] for s in LINEAR)
    print("\n| pages | read and pages: core-days | cores to do them in a day | state | handed over |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, n in SCALES.items():
        days = alone * n / 1e6 / DAY
        state = sum(w for _, w, _ in costs.values()) * n / 1e12
        handed = sum(costs[s][2] for s in LINEAR) * n / 1e6 / 1e6
        print(f"| {name} | {days:,.1f} | {math.ceil(days / BUSY):,} | {state:,.2f} TB | {handed:,.2f} GB |")


if __name__ == "__main__":
    main()
