"""The first room: screens/ read into questions, topics and conflicts. Knows no answers, no terminal."""
