"""What can be done: workbooks, questionnaires, periods, figures, reports, mail, work; web and cli on top."""
