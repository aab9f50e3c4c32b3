"""The catalogue: finding services, orienting people, sending them on.

``finding`` (CatalogueFinding: search, copy, prepare), ``sheets`` (ServiceSheets: of, child_ages), ``papers``
(CataloguePapers: of, text, facts), ``following`` (FollowingService: orient, send, say, answered, ask_again,
lines), ``words`` (what facts are called), ``doors`` (all of them), ``ports`` (what they need of the store).
"""
