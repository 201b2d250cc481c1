"""What every screen is built on: the page, its lists, sheets, key hints and text."""
