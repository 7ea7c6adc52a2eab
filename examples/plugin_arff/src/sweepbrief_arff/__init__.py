"""A reader of ARFF tables for sweepbrief."""
