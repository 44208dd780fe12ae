"""A report as the document that Vietnamese administration expects (Decree 30/2020): a draft to be signed."""
