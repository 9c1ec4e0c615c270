"""What must hold between figures, and whether it can: exact, and without a word of prose."""
