"""One module per screen, named as its words in screens/ and its picture."""
