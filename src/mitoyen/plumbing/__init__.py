"""Django glue without domain.

==================  ==================================================================
``files``           what people give: recognised, re-encoded, kept, served
``outbox``          mail written in a transaction, sent after it
``due``             work to be done at an instant, by any worker, once
``passes``          one pass of a worker: due work, sweeps, mail
``request_keys``    a double click or a form sent again is executed once
``error_pages``     one place turns a refusal into a page, a part, or a JSON body
``gestures``        an address that only acts leads whoever reads it to its page
``append_only``     rows that are written once
``readonly``        a page that reads cannot write
``fields``          amounts in rows and in forms
``postgres``        the embedded database: made, started, saved, restored, upgraded
``web``             the pages of all this: files, the demonstration's mail, errors
==================  ==================================================================
"""
