"""Pages of this room: applying, ceremonies, the papers of a unit."""
