"""A ledger that a clerk kept in Excel: what its further columns say, as dated reports, states, people and fields.

Pure values between the reading of a table and the clerk's decisions, like the rest of the intake.
Source: docs/domain.md sections 2.2 to 2.4 and 3.2.
"""
