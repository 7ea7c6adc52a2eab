"""What to do next: ranges, choices, runs still needed."""
