"""Digital paperwork: see services.paperwork.ports for the records; the services stand in modules of their noun."""
