"""Everything the sandbox remembers: documents by kind and id, kept in memory and in one SQLite file.

A document is a plain dict of JSON values. Treat what `get` and `all` return as frozen: to change a document,
`put` a new dict. That rule makes a rollback cheap: a transaction that fails puts the former dicts back.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.clock import Clock

Doc = dict[str, Any]


class World:
    """The state of the stand-in. Thread-safe when used under `lock` or inside `transaction()`.

    What was put is on disk before `transaction()` ends (or, outside one, before `put` returns): a killed
    process loses nothing that it has answered.
    """

    def __init__(self, state_dir: Path, clock: Clock | None = None) -> None:
        self.state_dir = state_dir
        self.clock = clock or Clock()
        #: Re-entrant; hold it while reading several documents that must agree.
        self.lock = threading.RLock()
        state_dir.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(state_dir / "world.sqlite", check_same_thread=False, isolation_level=None)
        for line in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-65536"):
            self._db.execute(f"PRAGMA {line}")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS docs"
            " (kind TEXT, id TEXT, body TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID"
        )
        self._kinds: dict[str, dict[str, Doc]] = {}
        self._dirty: dict[tuple[str, str], str | None] = {}
        self._undo: list[Callable[[], None]] = []
        self._depth = 0

    def now(self) -> datetime:
        """Return the sandbox's present instant, UTC."""
        return self.clock.now()

    def get(self, kind: str, id_: str) -> Doc | None:
        """Return one document, or None. Do not change it: put a new one."""
        with self.lock:
            return self._kind(kind).get(id_)

    def all(self, kind: str) -> list[Doc]:
        """Return every document of a kind, in the order they were first put."""
        with self.lock:
            return list(self._kind(kind).values())

    def put(self, kind: str, id_: str, doc: Doc) -> None:
        """Store a document under its kind and id, replacing a former one."""
        with self.transaction():
            docs = self._kind(kind)
            self._remember(docs, id_)
            docs[id_] = doc
            self._dirty[(kind, id_)] = json.dumps(doc, ensure_ascii=False, separators=(",", ":"))

    def delete(self, kind: str, id_: str) -> None:
        """Forget a document; nothing happens when there is none."""
        with self.transaction():
            docs = self._kind(kind)
            if id_ in docs:
                self._remember(docs, id_)
                del docs[id_]
                self._dirty[(kind, id_)] = None

    def next_number(self, name: str) -> int:
        """Return 1, 2, 3 … for a counter of that name, never the same number twice, restarts included."""
        with self.transaction():
            number = int((self.get("counter", name) or {"n": 0})["n"]) + 1
            self.put("counter", name, {"n": number})
            return number

    def write_text(self, kind: str, id_: str, body: str | None) -> None:
        """Store text that is not held in memory (None deletes it). Kinds of texts and of documents differ."""
        with self.transaction():
            self._dirty[(kind, id_)] = body

    def read_text(self, kind: str, id_: str) -> str | None:
        """Return stored text, or None."""
        with self.lock:
            if (kind, id_) in self._dirty:
                return self._dirty[(kind, id_)]
            row = self._db.execute("SELECT body FROM docs WHERE kind=? AND id=?", (kind, id_)).fetchone()
            return row[0] if row else None

    def on_undo(self, action: Callable[[], None]) -> None:
        """Run `action` when the present transaction fails (newest first)."""
        self._undo.append(action)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All puts inside become durable together when the outermost block ends, or none does."""
        with self.lock:
            self._depth += 1
            try:
                yield
            except BaseException:
                if self._depth == 1:
                    self._roll_back()
                raise
            else:
                if self._depth == 1:
                    self._flush()
            finally:
                self._depth -= 1

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self._db.close()

    def _kind(self, kind: str) -> dict[str, Doc]:
        docs = self._kinds.get(kind)
        if docs is None:
            rows = self._db.execute("SELECT id, body FROM docs WHERE kind=?", (kind,)).fetchall()
            docs = {id_: json.loads(body) for id_, body in rows}
            docs = dict(sorted(docs.items(), key=lambda item: item[1].get("ordinal", 0)))
            self._kinds[kind] = docs
        return docs

    def _remember(self, docs: dict[str, Doc], id_: str) -> None:
        former = docs.get(id_)
        self._undo.append(lambda: _restore(docs, id_, former))

    def _roll_back(self) -> None:
        for action in reversed(self._undo):
            action()
        self._undo.clear()
        self._dirty.clear()

    def _flush(self) -> None:
        self._undo.clear()
        if not self._dirty:
            return
        gone = [key for key, body in self._dirty.items() if body is None]
        kept = [(*key, body) for key, body in self._dirty.items() if body is not None]
        self._db.execute("BEGIN")
        self._db.executemany("DELETE FROM docs WHERE kind=? AND id=?", gone)
        self._db.executemany("INSERT OR REPLACE INTO docs VALUES (?,?,?)", kept)
        self._db.execute("COMMIT")
        self._dirty.clear()


def _restore(docs: dict[str, Doc], id_: str, former: Doc | None) -> None:
    if former is None:
        docs.pop(id_, None)
    else:
        docs[id_] = former
