"""The screens of reading a page: one to paste or open it, and one with the claims that were found in it."""
