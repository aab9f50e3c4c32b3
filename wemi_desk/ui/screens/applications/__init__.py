"""Pratiche: applications for measures, from the first question to the last cent of the voucher."""
