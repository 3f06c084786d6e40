"""How to put the bot into a site: one short file for each way, run by `test_guides.py`."""
