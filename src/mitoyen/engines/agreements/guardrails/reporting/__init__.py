"""What a check hands back.

============  ===================================================================================
``findings``  one thing that a rule found: where, how grave, whether it blocks
``waivers``   who answers for a finding in writing, and when that does not do
``sarif``     the findings as SARIF 2.1.0, for code forges and editors
============  ===================================================================================
"""
