"""The tables of the store. Instants are text stamps of `service.clock.stamp`; days are ISO dates."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Small facts of the installation: page tokens of change logs, made files, when it was opened.
state = Table("state", metadata, Column("key", Text, primary_key=True), Column("value", JSON, nullable=False))

#: One spreadsheet we look after. key: "coordinator", "auditors:2022", "unit:VP:2022".
workbook = Table(
    "workbook",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),  # coordinator | auditors | unit
    Column("unit", Text),  # unit code, for kind unit
    Column("year", Integer, nullable=False),
    Column("spreadsheet_id", Text, unique=True),
    Column("title", Text, nullable=False, default=""),
    Column("adopted", Boolean, nullable=False, default=False),
    Column("state", Text, nullable=False, default="new"),  # new | ok | unreachable | broken
    Column("reason", Text),  # why it is not ok: unshared, deleted, locale, tab_missing …
    Column("since", Text),  # since when it is in this state
    Column("stale", Boolean, nullable=False, default=True),  # must be read: it changed, or we wrote to it
    Column("sheets", JSON, nullable=False, default=dict),  # table name -> sheetId; "start" -> sheetId
    Column("dressed", JSON, nullable=False, default=list),  # of those, the tabs that we made, not a person
    Column("layout_hash", Text),  # what the layout looked like when last applied
    Column("start_hash", Text),  # of the start tab as last written
    Column("start_day", Text),  # day the start tab was last written
    Column("followed", Boolean, nullable=False, default=False, server_default=false()),  # by its duties
    Column("followed_at", Text),  # when they were last brought up to date
    Column("last_read_at", Text),
    Column("last_modified_by", Text),
    Column("last_modified_at", Text),
)

#: The raw grid of a tab as last read: any later step can be run again from here.
grid = Table(
    "grid",
    metadata,
    Column("workbook_id", ForeignKey("workbook.id"), primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("read_at", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),  # zlib of JSON {"values", "formats", "merges", "locale"}
    Column("usable", Boolean, nullable=False, default=True),
)

#: When each row last changed: a row still being typed is not yet complained about.
row_state = Table(
    "row_state",
    metadata,
    Column("workbook_id", ForeignKey("workbook.id"), primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("key", Text, primary_key=True),  # the row's key, or "row12" when it has none
    Column("hash", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
)

#: The last good rows of each tab.
record = Table(
    "record",
    metadata,
    Column("workbook_id", ForeignKey("workbook.id"), primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("row", Integer, nullable=False),
    Column("values", JSON, nullable=False),
    Column("changed_at", Text, nullable=False),
)

#: The findings, as they last were. gone: their row is no longer in the auditors' sheet.
open_finding = Table(
    "open_finding",
    metadata,
    Column("workbook_id", ForeignKey("workbook.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("row", Integer, nullable=False),
    Column("values", JSON, nullable=False),
    Column("first_seen_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),  # when the row was last there
    Column("gone", Boolean, nullable=False, default=False),
)

#: What an objective demanded when the approval of a day was first read with it (a target changed since is a
#: draft again); under the day "", since when it is there; under the key "", since when an approval of all is.
approved_objective = Table(
    "approved_objective",
    metadata,
    Column("workbook_id", ForeignKey("workbook.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("approved_on", Text, primary_key=True),
    Column("values", JSON, nullable=False),
    Column("noted_at", Text, nullable=False),
)

#: Every problem ever seen; open while mended_at is null.
problem = Table(
    "problem",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workbook_id", ForeignKey("workbook.id"), nullable=False, index=True),
    Column("identity", Text, nullable=False),  # table|key|column|code
    Column("table_name", Text, nullable=False),
    Column("key", Text),
    Column("column_name", Text),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),  # error | warning
    Column("row", Integer),
    Column("cell", Text),
    Column("title", Text),
    Column("value", Text),
    Column("message_vi", Text, nullable=False),
    Column("message_en", Text, nullable=False),
    Column("remedy_vi", Text, nullable=False, default=""),
    Column("remedy_en", Text, nullable=False, default=""),
    Column("suggestion", Text),
    Column("quiet", Boolean, nullable=False, default=False),  # the row is still being typed: not yet told
    Column("first_seen_at", Text, nullable=False),
    Column("last_seen_at", Text, nullable=False),
    Column("mended_at", Text),
    Column("told_at", Text),  # when a digest told the unit of it
    Index("ix_problem_open", "workbook_id", "mended_at"),
)

#: Things told once: a workbook that cannot be reached, a form that was closed …
notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workbook_id", ForeignKey("workbook.id")),
    Column("kind", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("message_vi", Text, nullable=False),
    Column("message_en", Text, nullable=False),
    Column("mailed_at", Text),
    Column("ended_at", Text),
    UniqueConstraint("workbook_id", "kind", "since"),
)

form = Table(
    "form",
    metadata,
    Column("id", Text, primary_key=True),  # Google's formId
    Column("key", Text, nullable=False, unique=True),  # "satisfaction-1:2022"
    Column("version", Text, nullable=False),
    Column("responder_uri", Text, nullable=False, default=""),
    Column("questions", JSON, nullable=False, default=dict),  # item name -> questionId
    Column("cursor", Text),  # answers up to here were read
    Column("state", Text, nullable=False, default="new"),
)

#: One citizen's answer, masked. state: counted | late (its window was frozen) | edited (changed after).
#: first_read_at: when it was first read; once its window is frozen, when its last edit was.
answer = Table(
    "answer",
    metadata,
    Column("response_id", Text, primary_key=True),
    Column("form_id", ForeignKey("form.id"), nullable=False),
    Column("submitted_at", Text, nullable=False),
    Column("edited_at", Text),
    Column("first_read_at", Text, nullable=False),
    Column("period", Text, nullable=False, index=True),
    Column("unit", Text, nullable=False),
    Column("procedure", Text, nullable=False, default=""),
    Column("levels", JSON, nullable=False),  # question -> 1..5, 0 not applicable
    Column("trips", Text),
    Column("channel", Text),
    Column("comment", Text),
    Column("themes", JSON),  # what the comment speaks of; null: there is none, or it came before themes
    Column("state", Text, nullable=False),
)

#: Counts, not scans: updated with each answer in the same transaction. Nothing of it is anybody's words.
#: Level 0 is no valid answer. Beside questions stand pseudo-questions: "lowest" counts each person once, by
#: the lowest valid level; "comment" and "theme.NAME" count comments, "flag.NAME" answers that show a pattern.
cube = Table(
    "cube",
    metadata,
    Column("day", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("version", Integer, primary_key=True),  # of the questionnaire
    Column("question", Text, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
)

#: Answers erased at somebody's wish: Google still gives them, and they are never taken in again.
erased = Table(
    "erased",
    metadata,
    Column("digest", Text, primary_key=True),  # SHA-256 of the response's id, which is not kept
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

#: Who opened, approved or took what, on the pages and by the command line.
access = Table(
    "access",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("way", Text, nullable=False),  # web | command
    Column("action", Text, nullable=False),
    Column("about", Text, nullable=False, default=""),
)

#: Which days of which unit were published in which month: a unit's pool starts after its last batch.
batch = Table(
    "batch",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("first_day", Text, nullable=False),
    Column("last_day", Text, nullable=False),
)

#: A closed period: frozen, canonical JSON with its hash. period: "monthly:2022-03", "annual:2022".
snapshot = Table(
    "snapshot",
    metadata,
    Column("period", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("frozen_at", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

#: The rows of a closed month, to tell what changed afterwards.
closed_row = Table(
    "closed_row",
    metadata,
    Column("period", Text, primary_key=True),
    Column("workbook_id", ForeignKey("workbook.id"), primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("values", JSON, nullable=False),
)

#: Edits to a closed period: listed, never slipped in.
change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("period", Text, nullable=False),
    Column("workbook_id", ForeignKey("workbook.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("table_name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Column("seen_at", Text, nullable=False),
    Column("by", Text),
)

report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # monthly | annual
    Column("label", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("json", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("images", JSON, nullable=False, default=dict),  # cid -> base64 PNG
    Column("source", JSON),  # its blocks, and the agency's name then: what is sent later is what was read
    Column("created_at", Text, nullable=False),
    Column("approved_at", Text),
    Column("approved_by", Text),
    UniqueConstraint("kind", "label", "language"),
)

#: Mail waits here; key is unique, so nothing is enqueued twice.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("message", LargeBinary, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("state", Text, nullable=False, default="waiting", index=True),  # waiting | sent | refused
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try_at", Text, nullable=False),
    Column("sent_at", Text),
    Column("error", Text),
)

#: The ledger: a slot is (job, period); it happens once however many clocks tick.
slot = Table(
    "slot",
    metadata,
    Column("job", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("due_at", Text, nullable=False),
    Column("state", Text, nullable=False),  # running | done | failed
    Column("owner", Text),
    Column("attempts", Integer, nullable=False, default=0),
    Column("started_at", Text),
    Column("finished_at", Text),
    Column("next_try_at", Text),
    Column("result", Text),
    Column("error", Text),
    Index("ix_slot_started", "started_at"),
)

#: What became of each step of reminding: due once per duty, day due, step and person; the evidence of it.
reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("duty", Text, nullable=False),  # "unit|table|record|period"
    Column("due", Text, nullable=False),
    Column("step", Text, nullable=False),  # D-7 … D0 … D+3, head+2, leaders+5
    Column("person", Text, nullable=False),  # an address; "" when there was nobody to tell
    Column("unit", Text, nullable=False),
    Column("table_name", Text, nullable=False),
    Column("vi", Text, nullable=False),  # what was owed, a sentence
    Column("en", Text, nullable=False),
    Column("fell", Text, nullable=False),  # the day the step fell due
    Column("state", Text, nullable=False),  # planned | told | overtaken | suppressed
    Column("reason_vi", Text, nullable=False, default=""),
    Column("reason_en", Text, nullable=False, default=""),
    Column("noted_on", Text, nullable=False, index=True),
    Column("noted_at", Text, nullable=False),
    UniqueConstraint("duty", "due", "step", "person"),
)

#: The secret word in the address of a unit's calendar.
feed = Table(
    "feed",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("made_at", Text, nullable=False),
)

#: What is owed: the facts of each duty. How it stands on a day follows from them (service/duties/facts.py).
duty = Table(
    "duty",
    metadata,
    Column("key", Text, primary_key=True),  # "unit|table|record|period"
    Column("unit", Text, nullable=False),
    Column("table_name", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("source", Text, nullable=False, index=True),  # the unit whose workbooks answer, "" the others'
    Column("gone", Text, nullable=False),  # "" | vanished | dropped, of an undated one too
    Column("facts", JSON, nullable=False),
)

#: The history of duties, only ever added to: folding it gives `duty`.
duty_event = Table(
    "duty_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),  # see service/duties/history.py
    Column("facts", JSON, nullable=False),  # what is otherwise since
)
