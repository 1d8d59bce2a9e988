"""What the paper claims: rows of tables as readings, and who reports on which year.

Doors: `read_figures`, `read_identity`, `read_rows`.
"""

from __future__ import annotations

from reportparse.interpret.figures import read_figures
from reportparse.interpret.identity import read_identity
from reportparse.interpret.rows import read_rows

__all__ = ["read_figures", "read_identity", "read_rows"]
