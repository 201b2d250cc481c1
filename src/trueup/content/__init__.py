"""The first room: screens/ read into questions, facets and clashes. Knows no answers, no terminal."""
