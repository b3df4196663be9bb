"""A statement as a file: for the accountant's program, for a spreadsheet, and to be signed and sent.

==============  ===============================================================================
``sheet``       the columns, once, for the tables
``csv_file``    semicolons, decimal commas; no cell can be taken for a formula
``xlsx_file``   numbers are numbers, heads stay in view
``pdf_file``    tagged (PDF/UA-1), by typst, from ``statement.typ``
``views``       the download
==============  ===============================================================================
"""
