"""A fault of ours in one workbook stops no other: logged, told once, and over when the step goes well."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from service.compose import Services
from service.errors import QmsError
from service.store.engine import reading
from service.workbooks import notices, registry

log = structlog.get_logger()

#: The steps, as people are told of them.
STEPS = {"read": "đọc, kiểm tra", "open": "ghi sẵn dòng", "mark": "đánh dấu", "changes": "so với kỳ đã chốt"}


@contextmanager
def around(services: Services, workbook_id: int, step: str) -> Iterator[None]:
    """Do one of STEPS with one workbook. What Google or the configuration refuses (QmsError) goes through."""
    name = f"{notices.FAULT}:{step}"
    try:
        yield
    except QmsError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the next workbook must have its turn
        text = "".join(traceback.format_exception(error))
        log.error("fault in a workbook", workbook=workbook_id, step=step, text=text)
        with services.engine.begin() as connection:
            book = registry.get(connection, workbook_id)
            detail = f"{STEPS[step]}: {type(error).__name__}"
            notices.tell(connection, book.id, book.name, name, services.clock.now(), detail)
        return
    with reading(services.engine) as connection:
        told = notices.stands(connection, workbook_id, name)
    if told:
        with services.engine.begin() as connection:
            notices.end(connection, workbook_id, name, now=services.clock.now())
