"""The pages: Flask, a blueprint a file. They show what the store holds and only ask for work."""
