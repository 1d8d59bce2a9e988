"""The nouns that cross a door between two rooms.

Every value here is frozen, slotted, picklable and computes nothing: a room receives values, returns new ones, and
no later room can change what an earlier one saw.  What a value says takes part in equality; where it stood on the
paper (`place`) does not, so two readings that mean the same are equal whoever made them.

Units: lengths are PDF points (1/72 inch), the origin is the top left corner of the page as it is shown (turned and
cropped as a reader sees it), pages count from 1.

One module a door; import the nouns from here.
"""

from reportparse.model.along import Box, Floats, Ints, Outcome, Place, Problem, Settings, Severity
from reportparse.model.catalogue import Alias, Catalogue, CatalogueTable, Edition, Indicator, Jump, Relation, RelationOp
from reportparse.model.correction import NO_INDICATOR, Correction
from reportparse.model.match import Match, MatchedTable, MatchMethod
from reportparse.model.paper import Cell, Column, ColumnKind, Grid, Paper, Paragraph, Table
from reportparse.model.reading import Identity, Printed, Reading, TableReading
from reportparse.model.rows import Bound, Figure, MissingKind, Observation, Report, Run, RunRecord
from reportparse.model.seen import Bend, Document, Glyphs, Insets, Page, PageKind, Rules, Strip
from reportparse.model.warehouse import InstitutionEntry, LoadRecord, LoadSettings, NamePair, PrintedName

__all__ = [
    "NO_INDICATOR", "Alias", "Bend", "Bound", "Box", "Catalogue", "CatalogueTable", "Cell", "Column", "ColumnKind", "Correction",
    "Document", "Edition", "Figure", "Floats", "Glyphs", "Grid", "Identity", "Indicator", "Insets", "InstitutionEntry", "Ints", "Jump",
    "LoadRecord", "LoadSettings", "Match", "MatchMethod", "MatchedTable", "MissingKind",
    "NamePair", "Observation", "Outcome", "Page", "PageKind", "Paper",
    "Paragraph", "Place", "Printed", "PrintedName", "Problem", "Reading", "Relation", "RelationOp", "Report", "Rules", "Run",
    "RunRecord", "Settings", "Severity", "Strip", "Table", "TableReading",
]
