"""Drive v3: files, shared drives, permissions, the logs of changes. Owns who may see and do what."""
