from pathlib import Path

import pytest

from flows.addresses import Cluster, cluster, location
from flows.settings import Settings


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("processes", None),
        ("dask://10.0.0.7:8786", Cluster("dask", "10.0.0.7:8786")),
        ("ray://head.example:10001", Cluster("ray", "head.example:10001")),
        ("dask://local", Cluster("dask", None, 2)),
        ("ray://local?workers=5", Cluster("ray", None, 5)),
        ("dask://local:8786", Cluster("dask", "local:8786")),  # a host may be called so
    ],
)
def test_a_runner_is_read_from_its_address(url: str, expected: Cluster | None) -> None:
    assert cluster(url) == expected


@pytest.mark.parametrize(
    "url",
    ["", "threads", "dask://", "dask://host", "spark://host:1", "dask://local?workers=0", "dask://local?workers=two",
     "ray://host:1?workers=2", "ray://local?cores=2", "ray://host:99999", "dask://host:1/path"],
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="no runner"):
        Settings(runner=url)


def test_where_tasks_run_does_not_change_results() -> None:
    assert Settings(runner="dask://local").analysis() == Settings().analysis()


def test_places_are_folders_or_addresses_of_objects() -> None:
    settings = Settings(raw="s3://bucket/raw/", processed="out")
    assert settings.raw == "s3://bucket/raw"
    assert settings.processed == Path("out").absolute()
    again = Settings.model_validate_json(settings.model_dump_json())
    assert (again.raw, again.processed) == (settings.raw, settings.processed)
    for wrong in ("gs://bucket/x", "s3://", "s3:///x", "s3://bucket/x?y=1"):
        with pytest.raises(ValueError, match="no place"):
            location(wrong)
