"""The first room: screens/ read into questions, facets and clashes. Knows nothing of answers or the terminal."""
