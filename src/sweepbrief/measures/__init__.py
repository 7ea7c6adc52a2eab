"""How strongly each parameter moves the objective, by several definitions."""
