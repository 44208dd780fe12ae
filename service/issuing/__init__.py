"""From a frozen period to the outbox: build, keep, mail to the coordinator; to leaders when approved."""
