"""screens/, read into questions, topics and checks. This package knows no answers and no terminal."""
