"""The data's next stop: runs go into DuckDB or PostgreSQL, where analysts ask.

Promise: a load happens wholly or not at all, the same run loaded twice leaves the same rows, and what a report said before it was read anew
is not forgotten.
"""

from reportparse.store.warehouse.address import is_address
from reportparse.store.warehouse.load import load_runs
from reportparse.store.warehouse.names import names_unprinted
from reportparse.store.warehouse.printed import read_names

__all__ = ["is_address", "load_runs", "names_unprinted", "read_names"]
