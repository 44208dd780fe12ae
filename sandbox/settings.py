"""How one sandbox is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What the command line says. Frozen; nothing is read from anywhere else."""

    state_dir: Path
    #: Bearer token → e-mail of the person it acts as, with every scope.
    dev_tokens: dict[str, str] = field(default_factory=dict)
    #: Hold requests and answers against the discovery documents.
    contract: bool = True
    #: Enforce Google's requests per minute, on the real clock.
    quotas: bool = False
    #: Milliseconds that every API answer waits.
    latency_ms: int = 0
    #: Where people's browsers find this server, e.g. "http://127.0.0.1:8123"; known once it listens.
    base_url: str = "http://127.0.0.1"
