"""A pure room beside the corridor: what is doubtful, what another reader says of it.

Doors: `find_doubts` and `doubts_confirmed` say which tables are worth asking another reader about;
`find_insets` which pictures may be tables; `places_unconfirmed` and `paper_compared` hold readings of the same tables against each other.
"""

from reportparse.opinions.compare import paper_compared, places_unconfirmed
from reportparse.opinions.doubts import Doubt, doubts_confirmed, find_doubts
from reportparse.opinions.insets import find_insets, is_of_appendix

__all__ = ["Doubt", "doubts_confirmed", "find_doubts", "find_insets", "is_of_appendix", "paper_compared", "places_unconfirmed"]
