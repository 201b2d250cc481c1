"""The first room: screens/ read into questions, topics and checks. Knows no answers, no terminal."""
