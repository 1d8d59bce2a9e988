"""Room 1, an edge: a file in, a Document out — what was seen, and nothing of what it means.

PDF libraries and their exceptions stop here.  Every page is read by pdfium, fast; other engines are asked by name for
the pages where what it gives does not hold.
"""

from reportparse.read.asked import read_grids
from reportparse.read.insets import read_insets
from reportparse.read.pdfium import page_picture, read_document

__all__ = ["page_picture", "read_document", "read_grids", "read_insets"]
