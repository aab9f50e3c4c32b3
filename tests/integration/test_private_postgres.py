from sqlalchemy import create_engine, text


def _count(url):
    engine = create_engine(url)
    with engine.begin() as connection:
        count = connection.execute(text("SELECT count(*) FROM mark")).scalar_one()
        connection.execute(text("INSERT INTO mark VALUES (2)"))
    engine.dispose()
    return count


def _fill(url):
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mark (a int)"))
        connection.execute(text("INSERT INTO mark VALUES (1)"))
    engine.dispose()


def test_every_database_made_from_a_template_begins_as_the_template_was_left(databases):
    assert [_count(databases.filled("mark", _fill)) for _ in range(3)] == [1, 1, 1]


def test_an_empty_database_takes_tables_on_both_kinds(empty_database):
    _fill(empty_database)
    assert _count(empty_database) == 1
