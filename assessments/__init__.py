"""What happens to a unit in a cycle, one room per stage."""
