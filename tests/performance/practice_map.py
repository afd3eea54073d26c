"""What is fetched of the practice map and of forces' pages, and how many times the floor they may cost."""

TARGETS = {"practice map": 8, "practice map with facets": 8, "practice map, words": 8, "force": 8}
FORCES = (
    *("norfolk", "kent", "essex", "durham", "surrey", "cheshire", "cleveland", "cumbria", "dorset", "dyfed-powys"),
    *("gwent", "hampshire", "hertfordshire", "humberside", "lancashire", "merseyside", "northumbria", "suffolk"),
)


def kinds(pages, rounds):
    """Name, whose session, and paths, as `pages.Pages.all` gives them."""
    numbers = range(rounds)
    ratings = ("works", "promising", "new_innovative", "not_rated")
    plain = [f"/practice/map/?rating={ratings[n % 4]}&page={n // 4 + 1}" for n in numbers]
    yield "practice map", pages.officer, ["/practice/map/", *plain[1:]]
    yield "practice map with facets", pages.officer, [f"/practice/map/?{query}" for query in pages.filters()]
    yield "practice map, words", pages.officer, [f"/practice/map/?q={words}" for words in pages.words()]
    yield "force", pages.officer, [f"/practice/forces/{FORCES[n % len(FORCES)]}/" for n in numbers]
