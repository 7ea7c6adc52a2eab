"""Causes: one module for each reason why importance and correlation tell what they tell."""
