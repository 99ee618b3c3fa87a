"""Imported by the process that forks the fault harness's runs: imports and lexicons once, and no thread started."""

import flows.cli
import flows.pipeline
import flows.snapshots
from flows.tasks import _article
from transforms.records import RawRecord

_article(RawRecord("warm.txt", "", "Tin\n\nSáng 8/2/2017, tại Hà Nội, Chủ tịch nước Trần Đại Quang tiếp khách."))
__all__ = ["flows"]
