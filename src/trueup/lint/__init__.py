"""Checks on the content as a whole: what `trueup lint` reports beyond single files."""
