"""Pages of this room: the unit's sheet, handing in, checking, deciding."""
