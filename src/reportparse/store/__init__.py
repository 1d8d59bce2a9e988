"""Room 6, an edge: reports become files, and files become tables again.

Promise: a run is whole or absent, the same reports give the same bytes, and no folder that this program did not write
is ever replaced.
"""

from reportparse.store.files import read_run, write_run
from reportparse.store.folder import check_folder
from reportparse.store.frames import frames_from_report

__all__ = ["check_folder", "frames_from_report", "read_run", "write_run"]
