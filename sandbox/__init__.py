"""Google Workspace and a mail server on loopback: a program of its own, which imports none of ours."""
