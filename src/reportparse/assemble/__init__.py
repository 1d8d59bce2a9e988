"""Room 2, pure: what was seen becomes what is on the paper, as its author meant it — whole tables, whole paragraphs."""

from reportparse.assemble.paper import assemble_grids, assemble_paper, find_grids

__all__ = ["assemble_grids", "assemble_paper", "find_grids"]
