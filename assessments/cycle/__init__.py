"""The spine: cycle, windows, participation, states and moves, timeline, approvals."""
