"""What the demo is made of: fictitious people, drawn photographs and drawn papers."""
