"""Pages of this room: the assessor, the lead, evidence, the result, the decree."""
