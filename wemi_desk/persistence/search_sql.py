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
PHONE = """
SELECT person, '', '', seen, 0 FROM
  (SELECT person, seen, birth, minor FROM search_phone WHERE number >= :low AND number < :high LIMIT :reach)
WHERE birth BETWEEN :born_from AND :born_to AND minor <= :minors ORDER BY seen DESC LIMIT :most
"""
NEAR = "SELECT DISTINCT start FROM search_near WHERE key IN (SELECT value FROM json_each(:keys))"
WORDS = """
SELECT word, roles FROM json_each(:starts) AS beginning CROSS JOIN search_word
ON word >= beginning.value AND word < beginning.value || char(1114111)
"""
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
SELECT id, citizen_id, surname, given, birth, seen, minor, fiscal_code, fiscal_tail, words, phones
FROM search_person WHERE citizen_id = :citizen_id
"""
ROLES = """
SELECT EXISTS (SELECT 1 FROM search_person INDEXED BY search_person_surname WHERE surname = :word)
  + 2 * EXISTS (SELECT 1 FROM search_person INDEXED BY search_person_given WHERE given = :word)
  + 4 * EXISTS (SELECT 1 FROM search_alias WHERE word = :word)
"""
SET_ROLES = """
INSERT INTO search_word (word, roles) VALUES (:word, :roles) ON CONFLICT (word) DO UPDATE SET roles = excluded.roles
"""
