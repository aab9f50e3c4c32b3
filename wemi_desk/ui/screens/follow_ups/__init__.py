"""Da seguire: applications and vouchers that somebody has to do something about, by their day."""
