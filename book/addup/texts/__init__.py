"""Numbers in running text: found, read, held against a register."""
