"""What a space sends to Facilita: exported, kept in a ledger, read back, counted.

``register`` names as registered · ``export`` files and what cannot leave · ``ledger`` batches, uploads, reject reports
· ``indicators`` the four figures with the rows behind each.
"""
