"""Checks of screens/ as a whole, for `trueup lint`. Errors in single files are found when they are read."""
