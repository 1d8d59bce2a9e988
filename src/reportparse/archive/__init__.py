"""The archive, an edge: the corridor for many reports, in a sandbox that may lose any of them and never the others.

Promises: every file is accounted for; a kill at any moment costs the files in work; nothing is done twice; the same archive gives the same
bytes, whatever happened on the way; memory does not grow with it.
"""

from __future__ import annotations

from reportparse.archive.order import Limits, Order, Progress
from reportparse.archive.preview import preview_batch
from reportparse.archive.run import BatchStoppedError, run_batch
from reportparse.archive.stops import Stop

__all__ = ["BatchStoppedError", "Limits", "Order", "Progress", "Stop", "preview_batch", "run_batch"]
