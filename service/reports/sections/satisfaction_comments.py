"""What comments speak of: counts of themes, never a comment."""

from __future__ import annotations

from collections.abc import Iterator

from service.reports.blocks import Block, Heading, Note, Table
from service.reports.writer import Writer
from sheets_schema.themes import NONE, lexicon


def blocks(w: Writer) -> Iterator[Block]:
    """Themes by how many comments hold them; a sentence when there are too few comments."""
    yield Heading(w.say("Góp ý theo chủ đề", "Comments by theme"), 3)
    if not w.has("satisfaction.comments"):
        k = w.data.k
        yield Note(w.say(f"Góp ý: chưa đủ {k} câu để công bố.", f"Fewer than {k} comments: withheld."))
        return
    titles = {theme.name: w.say(theme.title, theme.title_en) for theme in lexicon().themes}
    titles[NONE] = w.say("Không thuộc chủ đề nào", "Of no theme")
    found = [(w.value(f"satisfaction.theme.{name}") or 0, name) for name in titles]
    ordered = sorted((-share, list(titles).index(name), name) for share, name in found if share)
    header = (w.say("Chủ đề", "Theme"), w.say("Số góp ý", "Comments"), w.say("Tỷ lệ", "Share"))
    rows = tuple(
        (titles[name], _number(w, name), w.share(f"satisfaction.theme.{name}")) for *_, name in ordered
    )
    yield Table(header, rows, align=("left", "right", "right"))
    number = w.count("satisfaction.comments")
    yield Note(
        w.say(
            f"{number} góp ý; một góp ý có thể thuộc nhiều chủ đề. Chủ đề nhận theo từ khóa, không xét "
            "khen hay chê "
            "(trừ mục Khen, cảm ơn); không in nguyên văn góp ý.",
            f"{number} comments; one may have several themes. Themes are told by keywords, whether in "
            "praise or "
            "not (but for Praise); no comment is printed.",
        )
    )


def _number(w: Writer, name: str) -> str:
    return w.ratio(f"satisfaction.theme.{name}").partition("/")[0]
