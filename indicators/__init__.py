"""By what a unit is judged: instrument, criteria, indicators, levels, evidence requirements."""
