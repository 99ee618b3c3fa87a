"""The corridor and what moves data. Importing it, before Polars, settles how Polars' allocator behaves."""

import os

# Stages allocate and free tens of megabytes many times a second. By Polars' default freed pages go back to the system within half a
# second and are faulted in again, which took a fifth of the time of a stage over many texts. Polars reads this when it is loaded.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:10000,muzzy_decay_ms:10000")
