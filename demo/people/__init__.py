"""The people: programs that use only what people have, a sheet, a form, a page, a mailbox."""
