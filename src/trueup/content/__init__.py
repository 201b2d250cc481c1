"""The first room: screens/ read into questions, topics and checks. It knows no answers and no terminal."""
