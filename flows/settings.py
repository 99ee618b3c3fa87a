"""Parameters of a run: frozen, validated, hashable into the cache key of what they change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from flows.addresses import PROCESSES, Location, cluster, location
from transforms.bounds import Bounds


class Settings(BaseModel):
    """Everything that a run can be told. `analysis` lists the fields that change results; the others change only the way."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    raw: Location = Field(
        Path("data/raw"),
        union_mode="left_to_right",
        description="Folder of raw pages, read recursively, or one file; or s3://BUCKET/PREFIX.",
    )
    processed: Location = Field(
        Path("data/processed"),
        union_mode="left_to_right",
        description="Folder of snapshots and state; or s3://BUCKET/PREFIX.",
    )
    assume_year: Annotated[int, Field(ge=1945, le=2100)] | None = Field(
        None,
        description="Year of collections whose records carry no date: dates without a year get it, basis inferred.",
    )
    max_record_bytes: int = Field(5_000_000, ge=1_000, description="Records above this size are rejected as oversized.")
    chunk_records: int = Field(2_000, ge=1, description="Records per shard.")
    chunk_bytes: int = Field(16_000_000, ge=100_000, description="Bytes of text per shard.")
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="Processes for work on shards.")
    runner: str = Field(
        PROCESSES, description="Where tasks run: processes, dask://HOST:PORT or ray://HOST:PORT; HOST may be local."
    )
    keep_snapshots: int = Field(3, ge=1, description="Different datasets kept as snapshots after a run.")
    keep_hours: float = Field(
        1, ge=0, description="Hours for which a snapshot is kept after it was live: a reader may have it open."
    )
    wait: float = Field(0, ge=0, description="Seconds to wait for another run that holds the processed folder.")
    bounds: Bounds = Field(Bounds(), description="How far a dataset may differ from the live one to be published.")
    accept_change: bool = Field(False, description="Publish also where the bounds are broken.")

    @field_validator("raw", "processed")
    @classmethod
    def _place(cls, value: object) -> Location:
        return location(value)

    @field_validator("runner")
    @classmethod
    def _known(cls, value: str) -> str:
        cluster(value)
        return value

    def analysis(self) -> dict[str, object]:
        """The parameters that results depend on."""
        return self.model_dump(include={"assume_year", "max_record_bytes"})
