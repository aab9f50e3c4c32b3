"""The statements of the person search: constant texts, bound parameters, each answered by one covering index.

Lists travel as one JSON parameter, so that a statement is prepared once whatever their length.
"""

from __future__ import annotations

# A first half out of a list, the beginning of the other half; whichever half was typed first.
LIST_PREFIX = """
SELECT * FROM (
  SELECT id, surname, given, seen, 0 FROM search_person INDEXED BY search_person_surname
  WHERE surname IN (SELECT value FROM json_each(:surnames)) AND given >= :low AND given < :high
    AND birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY given = :low DESC, seen DESC LIMIT :most)
UNION ALL SELECT * FROM (
  SELECT id, given, surname, seen, 1 FROM search_person INDEXED BY search_person_given
  WHERE given IN (SELECT value FROM json_each(:givens)) AND surname >= :low AND surname < :high
    AND birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY surname = :low DESC, seen DESC LIMIT :most)
UNION ALL SELECT * FROM (
  SELECT person, word, other, seen, 1 FROM search_alias
  WHERE word IN (SELECT value FROM json_each(:parts)) AND other >= :low AND other < :high
    AND birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY other = :low DESC, seen DESC LIMIT :most)
"""
# Both halves out of lists.
LIST_LIST = """
SELECT * FROM (
  SELECT id, surname, given, seen, 0 FROM search_person INDEXED BY search_person_surname
  WHERE surname IN (SELECT value FROM json_each(:surnames)) AND given IN (SELECT value FROM json_each(:last_givens))
    AND birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY seen DESC LIMIT :most)
UNION ALL SELECT * FROM (
  SELECT id, given, surname, seen, 1 FROM search_person INDEXED BY search_person_given
  WHERE given IN (SELECT value FROM json_each(:givens)) AND surname IN (SELECT value FROM json_each(:last_surnames))
    AND birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY seen DESC LIMIT :most)
UNION ALL SELECT * FROM (
  SELECT person, word, other, seen, 1 FROM search_alias
  WHERE word IN (SELECT value FROM json_each(:parts)) AND other IN (SELECT value FROM json_each(:last_all))
    AND birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY seen DESC LIMIT :most)
"""
# The beginnings of both halves, within the first :reach people of a range of first halves.
PREFIX_PREFIX = """
SELECT * FROM (
  SELECT * FROM (SELECT id, surname, given, seen, 0, birth, minor
    FROM search_person INDEXED BY search_person_surname
    WHERE surname >= :first_low AND surname < :first_high LIMIT :reach)
  WHERE given >= :low AND given < :high
    AND birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY given = :low DESC, seen DESC LIMIT :most)
UNION ALL SELECT * FROM (
  SELECT * FROM (SELECT id, given, surname, seen, 1, birth, minor
    FROM search_person INDEXED BY search_person_given
    WHERE given >= :first_low AND given < :first_high LIMIT :reach)
  WHERE surname >= :low AND surname < :high
    AND birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY surname = :low DESC, seen DESC LIMIT :most)
UNION ALL SELECT * FROM (
  SELECT * FROM (SELECT person, word, other, seen, 1, birth, minor
    FROM search_alias WHERE word >= :first_low AND word < :first_high LIMIT :reach)
  WHERE other >= :low AND other < :high
    AND birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY other = :low DESC, seen DESC LIMIT :most)
"""
# One half only: the people in a range of surnames, given names or single words, at most :reach of them looked at.
HALF_SURNAME = """
SELECT * FROM (SELECT id, surname, given, seen, 0, birth, minor FROM search_person INDEXED BY search_person_surname
  WHERE surname >= :low AND surname < :high LIMIT :reach)
WHERE birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY surname = :low DESC, seen DESC LIMIT :most
"""
HALF_GIVEN = """
SELECT * FROM (SELECT id, given, surname, seen, 1, birth, minor FROM search_person INDEXED BY search_person_given
  WHERE given >= :low AND given < :high LIMIT :reach)
WHERE birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY given = :low DESC, seen DESC LIMIT :most
"""
HALF_PART = """
SELECT * FROM (SELECT person, word, other, seen, 1, birth, minor FROM search_alias
  WHERE word >= :low AND word < :high LIMIT :reach)
WHERE birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY word = :low DESC, seen DESC LIMIT :most
"""
# The same among the people seen last, where more than :reach have it; OFFSET answers whether they do.
MANY_SURNAME = """
SELECT 1 FROM search_person INDEXED BY search_person_surname WHERE surname >= :low AND surname < :high
LIMIT 1 OFFSET :reach
"""
MANY_GIVEN = """
SELECT 1 FROM search_person INDEXED BY search_person_given WHERE given >= :low AND given < :high LIMIT 1 OFFSET :reach
"""
RECENT_SURNAME = """
SELECT id, surname, given, seen, 0 FROM
  (SELECT id, surname, given, seen, birth, minor FROM search_person INDEXED BY search_person_seen
   ORDER BY seen DESC LIMIT :recent)
WHERE surname >= :low AND surname < :high AND birth BETWEEN :born_from AND :born_to AND minor <= :minors
LIMIT :most
"""
RECENT_GIVEN = """
SELECT id, given, surname, seen, 1 FROM
  (SELECT id, surname, given, seen, birth, minor FROM search_person INDEXED BY search_person_seen
   ORDER BY seen DESC LIMIT :recent)
WHERE given >= :low AND given < :high AND birth BETWEEN :born_from AND :born_to AND minor <= :minors
LIMIT :most
"""
BORN_ON = """
SELECT id, surname, given, seen, 0 FROM search_person INDEXED BY search_person_birth
WHERE birth = :birth AND minor <= :minors ORDER BY seen DESC LIMIT :most
"""
CODE_START = """
SELECT id, '', '', seen, 0 FROM (SELECT id, seen, minor FROM search_person INDEXED BY search_person_fiscal
  WHERE fiscal_code >= :low AND fiscal_code < :high LIMIT :reach)
WHERE minor <= :minors ORDER BY seen DESC LIMIT :most
"""
CODE_END = """
SELECT id, '', '', seen, 0 FROM (SELECT id, seen, minor FROM search_person INDEXED BY search_person_tail
  WHERE fiscal_tail >= :low AND fiscal_tail < :high LIMIT :reach)
WHERE minor <= :minors ORDER BY seen DESC LIMIT :most
"""
PHONE_END = """
SELECT person, '', '', seen, 0 FROM (
  SELECT * FROM (SELECT id AS person, seen, minor FROM search_person INDEXED BY search_person_phone_end
    WHERE phone_end >= :low AND phone_end < :high LIMIT :reach)
  UNION ALL
  SELECT * FROM (SELECT person, seen, minor FROM search_phone WHERE number >= :low AND number < :high LIMIT :reach))
WHERE minor <= :minors ORDER BY seen DESC LIMIT :most
"""
PHONE_START = """
SELECT person, '', '', seen, 0 FROM (
  SELECT * FROM (SELECT id AS person, seen, minor FROM search_person INDEXED BY search_person_phone_start
    WHERE phone_start >= :low AND phone_start < :high LIMIT :reach)
  UNION ALL
  SELECT * FROM (SELECT person, seen, minor FROM search_phone WHERE number >= :low AND number < :high LIMIT :reach))
WHERE minor <= :minors ORDER BY seen DESC LIMIT :most
"""
NEAR = "SELECT DISTINCT start FROM search_near WHERE key IN (SELECT value FROM json_each(:keys))"
# A beginning of fewer letters than are kept is a whole name.
WORDS = """
SELECT word, roles FROM json_each(:starts) AS beginning CROSS JOIN search_word
ON word >= beginning.value
  AND word < beginning.value || CASE WHEN length(beginning.value) < :letters THEN char(1) ELSE char(1114111) END
WHERE length(word) BETWEEN :shortest AND :longest
"""
ROLES_OF = "SELECT roles FROM search_word WHERE word = :word"
# The other halves of the names of which :name is one half, and in how many people, looking at :reach of them.
OTHERS = """
SELECT given, 2, count(*) FROM (
  SELECT given FROM search_person INDEXED BY search_person_surname WHERE surname = :name LIMIT :reach) GROUP BY given
UNION ALL SELECT surname, 1, count(*) FROM (
  SELECT surname FROM search_person INDEXED BY search_person_given WHERE given = :name LIMIT :reach) GROUP BY surname
UNION ALL SELECT other, 4, count(*) FROM (
  SELECT other FROM search_alias WHERE word = :name LIMIT :reach) GROUP BY other
"""
GIVEN_NAMES = """
SELECT DISTINCT given FROM (
  SELECT given FROM search_person INDEXED BY search_person_surname WHERE surname = :name LIMIT :reach)
"""
KNOWN = "SELECT word, roles FROM search_word WHERE word IN (SELECT value FROM json_each(:words))"
HAS_WORD = "SELECT 1 FROM search_word WHERE word >= :low AND word < :high LIMIT 1"
NAMES = "SELECT id, surname, given, seen, 0 FROM search_person WHERE id IN (SELECT value FROM json_each(:ids))"
IDENTITIES = "SELECT id, citizen_id FROM search_person WHERE id IN (SELECT value FROM json_each(:ids))"
NAMESAKES = """
SELECT id, surname, given, birth FROM search_person INDEXED BY search_person_surname
WHERE (surname, given) IN (VALUES (:surname, :given), (:given, :surname)) LIMIT :most
"""
HIGHEST = "SELECT max(id) FROM search_person"
FULL_ROWS = """
SELECT id, citizen_id, surname, given, birth, fiscal_code, words, phones FROM search_person
WHERE id IN (SELECT value FROM json_each(:ids)) AND minor <= :minors
"""
ROW_OF = """
SELECT id, citizen_id, surname, given, birth, seen, minor, fiscal_code, fiscal_tail, words, phones,
  phone_end, phone_start
FROM search_person WHERE citizen_id = :citizen_id
"""
ADD_NEAR_TO = "INSERT OR IGNORE INTO search_near (key, start) VALUES (?, ?)"
ROLES = """
SELECT EXISTS (SELECT 1 FROM search_person INDEXED BY search_person_surname WHERE surname = :word)
  + 2 * EXISTS (SELECT 1 FROM search_person INDEXED BY search_person_given WHERE given = :word)
  + 4 * EXISTS (SELECT 1 FROM search_alias WHERE word = :word)
"""
SET_ROLES = """
INSERT INTO search_word (word, roles) VALUES (:word, :roles) ON CONFLICT (word) DO UPDATE SET roles = excluded.roles
"""
# Everything below writes the index of many people at once.
ADD_PEOPLE = """
INSERT INTO search_person (id, citizen_id, surname, given, birth, seen, minor, fiscal_code, fiscal_tail, words, phones,
  phone_end, phone_start)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
NEW_ALIASES = "CREATE TEMP TABLE new_alias (word, other, person, seen, birth, minor)"
ADD_NEW_ALIASES = "INSERT INTO new_alias VALUES (?, ?, ?, ?, ?, ?)"
SORT_ALIASES = "INSERT INTO search_alias SELECT * FROM new_alias ORDER BY word, other, person"
ADD_PHONES = "INSERT INTO search_phone (number, person, seen, minor) VALUES (?, ?, ?, ?)"
ADD_WORDS = """
INSERT INTO search_word SELECT word, sum(role) FROM (
  SELECT DISTINCT surname AS word, 1 AS role FROM search_person
  UNION ALL SELECT DISTINCT given, 2 FROM search_person
  UNION ALL SELECT DISTINCT word, 4 FROM search_alias
) WHERE word <> '' GROUP BY word
"""
# Position 7 lies after the end of a beginning: cutting there cuts nothing.
ADD_NEAR = """
WITH start (start, size) AS (
  SELECT DISTINCT substr(word, 1, :letters), min(length(word), :letters) FROM search_word),
place (at) AS (VALUES (1), (2), (3), (4), (5), (6), (7)),
cut (first, second) AS (
  SELECT one.at, other.at FROM place AS one, place AS other WHERE one.at < other.at OR (one.at = 7 AND other.at = 7))
INSERT INTO search_near
SELECT DISTINCT
  substr(start, 1, first - 1) || substr(start, first + 1, second - first - 1) || substr(start, second + 1), start
FROM start, cut WHERE
  first = 7 OR (first <= size AND second = 7 AND size >= 3) OR (second <= size AND size >= 5)
ORDER BY 1, 2
"""
