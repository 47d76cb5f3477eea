"""The studio in which the demo's photographs are staged: a lens, furniture, places and scenes."""
