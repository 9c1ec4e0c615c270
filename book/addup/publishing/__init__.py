"""What leaves the house: data package, citation, link preview, and what an edit does to the verdicts."""
