"""Build a form, take in answers, mask them, keep the cube of counts, publish no small group."""
