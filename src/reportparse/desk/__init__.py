"""The desk, an edge: where a person looks at values beside the paper and says whether they are right.

`reportparse.desk.server` is the web page (extra `desk`); `papers` finds and draws the pages of a run's reports, `verdict_file` and
`correction_file` keep what was said.  Those three need no extra and serve the command line too.
"""
