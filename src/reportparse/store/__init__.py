"""Room 6, an edge: reports become files, and files become tables again.

Promise: a run is whole or absent, the same reports give the same bytes, and no folder that this program did not write
is ever replaced.
"""

from reportparse.store.files import check_folder, read_run, write_run
from reportparse.store.rows import report_to_rows

__all__ = ["check_folder", "read_run", "report_to_rows", "write_run"]
