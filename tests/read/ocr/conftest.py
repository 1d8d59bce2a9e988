"""Without the extra `ocr` there is nothing to test here; `make test` installs it."""

from __future__ import annotations

from reportparse.read.ocr import is_installed

collect_ignore_glob = [] if is_installed() else ["test_*.py"]
