"""The models: where text stands in a picture, and what a line of it says.

The two networks inside the rapidocr wheel (PP-OCRv6, detection and recognition) are run with onnxruntime directly: what
is wanted of them is every character with its place and its probability, which the wheel's own front end throws away.
Nothing is ever downloaded.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportparse.errors import MissingExtraError
from reportparse.model import Floats
from reportparse.read.ocr import INSTALL

Gray = NDArray[np.uint8]

_THREADS = 2  # of one session, unless OMP_NUM_THREADS says otherwise; they sleep when idle, so two workers share the cores
_LINE_PX = 48  # the height for which the recogniser was trained
_STEP_PX = 8  # it looks at a line every 8 pixels
_NARROWEST_PX = 96  # a lone digit is padded to this
_LONGEST_PX = 2400  # a line of 50 characters; longer ones are squeezed
_BATCH_PX = 48 * 4096  # pixels of one batch: more costs memory (18,000 classes a step), not time
_HEAT = 0.3  # detection: where text is likelier than this
_BOX_HEAT = 0.5  # and this on the average of a box
_UNCLIP = 1.6  # the detector was trained on boxes shrunk by this


@dataclass(frozen=True, slots=True, eq=False)
class Spelling:
    """What a line says: `centres` (n,) in 0..1 of the crop's width, `confidence` (n,) in 0..1."""

    text: str
    centres: Floats
    confidence: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Engine:
    detector: Any
    recogniser: Any
    alphabet: tuple[str, ...]


@lru_cache(maxsize=1)
def engine_loaded() -> Engine:
    """The sessions, once a process. Raises MissingExtraError, without a source, when the extra is not installed."""
    models = _models_folder()
    try:
        import onnxruntime
    except ImportError:
        raise MissingExtraError("", "OCR is not installed", INSTALL) from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _threads()
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # lines differ in width: an arena keeps the largest of every shape
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    detector, recogniser = (
        onnxruntime.InferenceSession(str(_model(models, part)), options, providers=["CPUExecutionProvider"]) for part in ("det", "rec")
    )
    characters = recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
    return Engine(detector, recogniser, ("", *characters, " "))


def _threads() -> int:
    said = os.environ.get("OMP_NUM_THREADS", "")
    return int(said) if said.isdigit() and int(said) else min(_THREADS, os.cpu_count() or 1)


def _models_folder() -> Path:
    spec = importlib.util.find_spec("rapidocr")  # found, not imported: its import costs a second and sets up logging
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtraError("", "OCR is not installed", INSTALL)
    return Path(next(iter(spec.submodule_search_locations))) / "models"


def _model(folder: Path, part: str) -> Path:
    found = sorted(folder.glob(f"*_{part}_*.onnx"))
    if not found:
        raise MissingExtraError("", f"the installed rapidocr brings no model *_{part}_*.onnx", "pip install 'rapidocr>=3.10,<4'")
    return found[-1]


def text_boxes(gray: Gray, scale: float) -> Floats:
    """(n, 4) float32: where text stands in `gray`, in its pixels, looked for in a copy scaled by `scale`."""
    import cv2

    height, width = gray.shape
    high, wide = (max(32, round(side * scale / 32) * 32) for side in (height, width))
    small = cv2.resize(gray, (wide, high), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    picture = np.broadcast_to((small.astype(np.float32) / 127.5 - 1.0)[None, None], (1, 3, high, wide))
    detector = engine_loaded().detector
    heat = detector.run(None, {detector.get_inputs()[0].name: np.ascontiguousarray(picture)})[0][0, 0]
    mask = cv2.dilate((heat > _HEAT).astype(np.uint8), np.ones((2, 2), np.uint8))
    n, label, stats, _ = cv2.connectedComponentsWithStats(mask)
    if n < 2:
        return np.zeros((0, 4), np.float32)
    warmth = np.bincount(label.ravel(), heat.ravel(), n)[1:] / stats[1:, 4]
    x, y, w, h = (stats[1:, k].astype(np.float32) for k in range(4))
    grown = w * h * _UNCLIP / (2 * (w + h))
    boxes = np.column_stack([x - grown, y - grown, x + w + grown, y + h + grown])[(warmth > _BOX_HEAT) & (np.minimum(w, h) >= 3)]
    boxes *= np.array([width / wide, height / high] * 2, np.float32)
    clipped: Floats = np.clip(boxes, 0, np.array([width, height] * 2, np.float32)).astype(np.float32)
    return clipped


def lines_spelt(crops: list[Gray]) -> list[Spelling]:
    """What each crop, one line of text, says."""
    if not crops:
        return []
    scaled = [_line_scaled(crop) for crop in crops]
    out: list[Spelling | None] = [None] * len(crops)
    for batch in _batches([line.shape[1] for line in scaled]):
        for index, spelling in zip(batch, _batch_spelt([scaled[i] for i in batch]), strict=True):
            out[index] = spelling
    return [spelling for spelling in out if spelling is not None]


def _line_scaled(crop: Gray) -> Gray:
    import cv2

    height, width = crop.shape
    wide = min(_LONGEST_PX, max(4, round(width * _LINE_PX / height)))
    line: Gray = cv2.resize(crop, (wide, _LINE_PX), interpolation=cv2.INTER_AREA if height > 1.5 * _LINE_PX else cv2.INTER_LINEAR)
    return line


def _batches(widths: list[int]) -> list[list[int]]:
    """Indices of lines of much the same width together, so that little is padded."""
    out: list[list[int]] = []
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        first = max(widths[batch[0]], _NARROWEST_PX) if batch else 0
        if batch and (widths[index] > 1.25 * first + 16 or (len(batch) + 1) * widths[index] * _LINE_PX > _BATCH_PX):
            out.append(batch)
            batch = []
        batch.append(index)
    return [*out, batch]


def _batch_spelt(lines: list[Gray]) -> list[Spelling]:
    wide = max(_NARROWEST_PX, -(-max(line.shape[1] for line in lines) // _STEP_PX) * _STEP_PX)
    batch = np.zeros((len(lines), 3, _LINE_PX, wide), np.float32)
    for index, line in enumerate(lines):
        batch[index, :, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1.0
    engine = engine_loaded()
    scores = engine.recogniser.run(None, {engine.recogniser.get_inputs()[0].name: batch})[0]
    return [_spelling(score, line.shape[1] / wide, engine.alphabet) for score, line in zip(scores, lines, strict=True)]


def _spelling(scores: Floats, used: float, alphabet: tuple[str, ...]) -> Spelling:
    """Runs of the likeliest class as characters (CTC): blank, class 0, parts them; a run's surest step stands for it."""
    classes = scores.argmax(axis=1)
    best = scores[np.arange(len(classes)), classes]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(classes)) + 1, [len(classes)]])
    text, centres, confidence = [], [], []
    for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        character = alphabet[classes[a]] if classes[a] else ""
        if character and not character.isspace():
            text.append(character[0])
            centres.append(((a + b) / 2) / len(classes) / used)
            confidence.append(float(best[a:b].max()))
    return Spelling("".join(text), np.array(centres, np.float32), np.array(confidence, np.float32))
