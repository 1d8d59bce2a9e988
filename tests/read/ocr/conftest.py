"""These tests need the extra `ocr`."""

from __future__ import annotations

import pytest

for name in ("cv2", "onnxruntime", "rapidocr"):
    pytest.importorskip(name, reason="the extra `ocr` is not installed")
