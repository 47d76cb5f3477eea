"""Pages over all rooms: Tugas saya, the participation page, lists, help."""
