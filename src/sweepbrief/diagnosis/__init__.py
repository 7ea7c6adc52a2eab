"""Why two measures tell different stories about a parameter."""
