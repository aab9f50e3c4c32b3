"""The first schema, as text: it must stay what it was when the records change."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = """
audit audit_epoch call_back citizen citizen_merge contact contact_cancellation deed desk draft duplicate_decision
fiscal_code_record household household_member operator organisation outbox print_record privacy_notice_record
queue_ticket referral search_alias search_near search_person search_phone search_word space
""".split()
_SCHEMA = """
CREATE TABLE audit (
  seq INTEGER NOT NULL, epoch BIGINT NOT NULL, at BIGINT NOT NULL, monotonic_ms BIGINT NOT NULL, operator_id BLOB,
  device_id BLOB NOT NULL, action TEXT NOT NULL, object_kind TEXT NOT NULL, object_id BLOB, reason TEXT NOT NULL,
  result TEXT NOT NULL, tag BLOB NOT NULL, CONSTRAINT pk_audit PRIMARY KEY (seq)
);
CREATE INDEX ix_audit_object_id ON audit (object_id);
CREATE TABLE audit_epoch (
  epoch INTEGER NOT NULL, sealed_key BLOB, first_seq INTEGER NOT NULL, start_tag BLOB NOT NULL,
  begun_at BIGINT NOT NULL, CONSTRAINT pk_audit_epoch PRIMARY KEY (epoch)
);
CREATE TABLE call_back (
  id BLOB NOT NULL, space_code TEXT NOT NULL, citizen_id BLOB NOT NULL, contact_id BLOB, due_on DATE NOT NULL,
  reason TEXT NOT NULL, tries BIGINT NOT NULL, result TEXT, closed_at BIGINT, created_at BIGINT NOT NULL,
  created_by BLOB NOT NULL, CONSTRAINT pk_call_back PRIMARY KEY (id)
);
CREATE INDEX ix_call_back_citizen_id ON call_back (citizen_id);
CREATE INDEX ix_call_back_open ON call_back (due_on, id) WHERE closed_at IS NULL;
CREATE TABLE citizen (
  id BLOB NOT NULL, surname TEXT NOT NULL, given_name TEXT NOT NULL, birth_date DATE, birth_date_provenance TEXT,
  birth_year BIGINT, birth_place_code TEXT, registered_sex TEXT, gender TEXT NOT NULL, fiscal_code TEXT,
  fiscal_code_provenance TEXT, unchecked_code TEXT, phone TEXT, phone_typed TEXT, email TEXT, address TEXT,
  municipio TEXT NOT NULL, language TEXT NOT NULL, is_protected BOOLEAN NOT NULL, to_verify BOOLEAN NOT NULL,
  space_code TEXT NOT NULL, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, merged_into BLOB,
  withdrawn_at BIGINT, sort_key TEXT NOT NULL, CONSTRAINT pk_citizen PRIMARY KEY (id)
);
CREATE INDEX ix_citizen_created_at ON citizen (created_at);
CREATE INDEX ix_citizen_living ON citizen (sort_key, id, birth_date, merged_into, withdrawn_at) WHERE merged_into IS NULL AND withdrawn_at IS NULL;
CREATE INDEX ix_citizen_merged_into ON citizen (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ix_citizen_to_verify ON citizen (to_verify, merged_into, withdrawn_at) WHERE to_verify = 1;
CREATE TABLE citizen_merge (
  id BLOB NOT NULL, kept_id BLOB NOT NULL, merged_id BLOB NOT NULL, "before" TEXT NOT NULL,
  merged_at BIGINT NOT NULL, merged_by BLOB NOT NULL, undone_at BIGINT, undone_by BLOB,
  CONSTRAINT pk_citizen_merge PRIMARY KEY (id)
);
CREATE INDEX ix_citizen_merge_kept_id ON citizen_merge (kept_id);
CREATE INDEX ix_citizen_merge_merged_id ON citizen_merge (merged_id);
CREATE TABLE contact (
  id BLOB NOT NULL, space_code TEXT NOT NULL, operator_id BLOB NOT NULL, started_at BIGINT NOT NULL,
  duration_band TEXT NOT NULL, duration_typed BOOLEAN NOT NULL, channel TEXT NOT NULL, appointment TEXT NOT NULL,
  first_time TEXT NOT NULL, asking_for TEXT NOT NULL, age_band TEXT NOT NULL, gender TEXT NOT NULL,
  municipio TEXT NOT NULL, language TEXT NOT NULL, mediation TEXT NOT NULL, reason TEXT, needs TEXT NOT NULL,
  answers TEXT NOT NULL, destinations TEXT NOT NULL, service_text TEXT NOT NULL, outcome TEXT NOT NULL,
  note TEXT NOT NULL, entered_later BOOLEAN NOT NULL, citizen_id BLOB, batch_id BLOB, corrects BLOB,
  recorded_at BIGINT NOT NULL, CONSTRAINT pk_contact PRIMARY KEY (id)
);
CREATE INDEX ix_contact_citizen_id ON contact (citizen_id, started_at) WHERE citizen_id IS NOT NULL;
CREATE INDEX ix_contact_corrects ON contact (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX ix_contact_started_at ON contact (started_at);
CREATE TABLE contact_cancellation (
  id BLOB NOT NULL, contact_id BLOB NOT NULL, reason TEXT NOT NULL, cancelled_at BIGINT NOT NULL,
  cancelled_by BLOB NOT NULL, CONSTRAINT pk_contact_cancellation PRIMARY KEY (id)
);
CREATE INDEX ix_contact_cancellation_contact_id ON contact_cancellation (contact_id);
CREATE TABLE deed (
  id BLOB NOT NULL, kind TEXT NOT NULL, operator_id BLOB NOT NULL, space_code TEXT NOT NULL,
  objects TEXT NOT NULL, detail TEXT NOT NULL, done_at BIGINT NOT NULL, form_id BLOB, undone_at BIGINT,
  CONSTRAINT pk_deed PRIMARY KEY (id)
);
CREATE INDEX ix_deed_form_id ON deed (form_id);
CREATE INDEX ix_deed_operator_id_done_at ON deed (operator_id, done_at);
CREATE TABLE desk (
  device_id BLOB NOT NULL, incarnation BLOB NOT NULL, last_number INTEGER NOT NULL, chain BLOB NOT NULL,
  hlc BIGINT NOT NULL, highest_time BIGINT NOT NULL, space_code TEXT NOT NULL, is_practice INTEGER NOT NULL,
  CONSTRAINT pk_desk PRIMARY KEY (device_id)
);
CREATE TABLE draft (
  id BLOB NOT NULL, kind TEXT NOT NULL, author_id BLOB NOT NULL, space_code TEXT NOT NULL, citizen_id BLOB,
  initials TEXT NOT NULL, content TEXT NOT NULL, begun_at BIGINT NOT NULL, saved_at BIGINT NOT NULL,
  CONSTRAINT pk_draft PRIMARY KEY (id)
);
CREATE INDEX ix_draft_author_id ON draft (author_id);
CREATE TABLE duplicate_decision (
  id BLOB NOT NULL, citizen_id BLOB NOT NULL, shown_ids TEXT NOT NULL, answer TEXT NOT NULL, reason TEXT NOT NULL,
  decided_at BIGINT NOT NULL, decided_by BLOB NOT NULL, CONSTRAINT pk_duplicate_decision PRIMARY KEY (id)
);
CREATE INDEX ix_duplicate_decision_citizen_id ON duplicate_decision (citizen_id);
CREATE TABLE fiscal_code_record (
  id BLOB NOT NULL, citizen_id BLOB NOT NULL, code TEXT NOT NULL, provenance TEXT NOT NULL,
  recorded_at BIGINT NOT NULL, recorded_by BLOB NOT NULL, CONSTRAINT pk_fiscal_code_record PRIMARY KEY (id)
);
CREATE INDEX ix_fiscal_code_record_citizen_id ON fiscal_code_record (citizen_id);
CREATE INDEX ix_fiscal_code_record_code ON fiscal_code_record (code);
CREATE TABLE household (
  id BLOB NOT NULL, space_code TEXT NOT NULL, created_at BIGINT NOT NULL, created_by BLOB NOT NULL,
  CONSTRAINT pk_household PRIMARY KEY (id)
);
CREATE TABLE household_member (
  id BLOB NOT NULL, household_id BLOB NOT NULL, citizen_id BLOB NOT NULL, relation TEXT NOT NULL,
  responsibility TEXT NOT NULL, hides_contacts BOOLEAN NOT NULL, joined_on DATE NOT NULL, left_on DATE,
  CONSTRAINT pk_household_member PRIMARY KEY (id)
);
CREATE INDEX ix_household_member_citizen_id ON household_member (citizen_id);
CREATE INDEX ix_household_member_household_id ON household_member (household_id);
CREATE TABLE operator (
  id BLOB NOT NULL, given_name TEXT NOT NULL, surname TEXT NOT NULL, badge_code TEXT NOT NULL,
  organisation_id BLOB NOT NULL, space_codes TEXT NOT NULL, roles TEXT NOT NULL, valid_from DATE, valid_to DATE,
  CONSTRAINT pk_operator PRIMARY KEY (id)
);
CREATE TABLE organisation (
  id BLOB NOT NULL, name TEXT NOT NULL, valid_from DATE, valid_to DATE,
  CONSTRAINT pk_organisation PRIMARY KEY (id)
);
CREATE TABLE outbox (
  incarnation BLOB NOT NULL, number BIGINT NOT NULL, id BLOB NOT NULL, kind TEXT NOT NULL, verb TEXT NOT NULL,
  record_id BLOB NOT NULL, subject_id BLOB, operator_id BLOB NOT NULL, space_code TEXT NOT NULL,
  made_at BIGINT NOT NULL, hlc BIGINT NOT NULL, kind_version BIGINT NOT NULL, payload BLOB NOT NULL,
  chain BLOB NOT NULL, acked_at BIGINT, verdict TEXT, verdict_reason TEXT,
  CONSTRAINT pk_outbox PRIMARY KEY (incarnation, number)
);
CREATE INDEX ix_outbox_record_id ON outbox (record_id);
CREATE INDEX ix_outbox_unsent ON outbox (made_at, acked_at) WHERE acked_at IS NULL;
CREATE TABLE print_record (
  id BLOB NOT NULL, space_code TEXT NOT NULL, kind TEXT NOT NULL, object_id BLOB, citizen_id BLOB,
  operator_id BLOB NOT NULL, printed_at BIGINT NOT NULL, CONSTRAINT pk_print_record PRIMARY KEY (id)
);
CREATE INDEX ix_print_record_citizen_id ON print_record (citizen_id);
CREATE TABLE privacy_notice_record (
  id BLOB NOT NULL, citizen_id BLOB, space_code TEXT NOT NULL, version TEXT NOT NULL, language TEXT NOT NULL,
  sha256 TEXT NOT NULL, channel TEXT NOT NULL, operator_id BLOB NOT NULL, given_at BIGINT NOT NULL,
  cancelled_at BIGINT, CONSTRAINT pk_privacy_notice_record PRIMARY KEY (id)
);
CREATE INDEX ix_privacy_notice_record_citizen_id ON privacy_notice_record (citizen_id);
CREATE INDEX ix_privacy_notice_record_given_at ON privacy_notice_record (given_at);
CREATE TABLE queue_ticket (
  id BLOB NOT NULL, space_code TEXT NOT NULL, day DATE NOT NULL, letter TEXT NOT NULL, number BIGINT NOT NULL,
  reason TEXT, first_name TEXT NOT NULL, arrived_at BIGINT NOT NULL, state TEXT NOT NULL,
  changed_at BIGINT NOT NULL, changed_by BLOB NOT NULL, CONSTRAINT pk_queue_ticket PRIMARY KEY (id)
);
CREATE INDEX ix_queue_ticket_day_letter_number ON queue_ticket (day, letter, number);
CREATE TABLE referral (
  id BLOB NOT NULL, space_code TEXT NOT NULL, contact_id BLOB NOT NULL, citizen_id BLOB,
  destination TEXT NOT NULL, service_text TEXT NOT NULL, reason TEXT NOT NULL, direction TEXT NOT NULL,
  status TEXT NOT NULL, due_on DATE, sent_at BIGINT NOT NULL, answered_at BIGINT, answer_note TEXT NOT NULL,
  CONSTRAINT pk_referral PRIMARY KEY (id)
);
CREATE INDEX ix_referral_citizen_id ON referral (citizen_id);
CREATE INDEX ix_referral_contact_id ON referral (contact_id);
CREATE TABLE search_alias (
  word TEXT NOT NULL, other TEXT NOT NULL, person INTEGER NOT NULL, seen INTEGER NOT NULL, birth INTEGER NOT NULL,
  minor INTEGER NOT NULL, CONSTRAINT pk_search_alias PRIMARY KEY (word, other, person)
) WITHOUT ROWID;
CREATE TABLE search_near (
  "key" TEXT NOT NULL, start TEXT NOT NULL, CONSTRAINT pk_search_near PRIMARY KEY ("key", start)
) WITHOUT ROWID;
CREATE TABLE search_person (
  id INTEGER NOT NULL, citizen_id BLOB NOT NULL, surname TEXT NOT NULL, given TEXT NOT NULL,
  birth INTEGER NOT NULL, seen INTEGER NOT NULL, minor INTEGER NOT NULL, fiscal_code TEXT, fiscal_tail TEXT,
  words TEXT, phones TEXT, phone_end INTEGER, phone_start INTEGER, CONSTRAINT pk_search_person PRIMARY KEY (id)
);
CREATE INDEX search_person_birth ON search_person (birth, seen, surname, given, minor);
CREATE UNIQUE INDEX search_person_citizen ON search_person (citizen_id);
CREATE INDEX search_person_fiscal ON search_person (fiscal_code, seen, minor) WHERE fiscal_code IS NOT NULL;
CREATE INDEX search_person_given ON search_person (given, surname, seen, birth, minor);
CREATE INDEX search_person_phone_end ON search_person (phone_end, seen, minor) WHERE phone_end IS NOT NULL;
CREATE INDEX search_person_phone_start ON search_person (phone_start, seen, minor) WHERE phone_start IS NOT NULL;
CREATE INDEX search_person_seen ON search_person (seen, surname, given, birth, minor);
CREATE INDEX search_person_surname ON search_person (surname, given, seen, birth, minor);
CREATE INDEX search_person_tail ON search_person (fiscal_tail, seen, minor) WHERE fiscal_tail IS NOT NULL;
CREATE TABLE search_phone (
  number INTEGER NOT NULL, person INTEGER NOT NULL, seen INTEGER NOT NULL, minor INTEGER NOT NULL,
  CONSTRAINT pk_search_phone PRIMARY KEY (number, person)
) WITHOUT ROWID;
CREATE TABLE search_word (
  word TEXT NOT NULL, roles INTEGER NOT NULL, CONSTRAINT pk_search_word PRIMARY KEY (word)
) WITHOUT ROWID;
CREATE TABLE space (
  id BLOB NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, address TEXT NOT NULL,
  municipio TEXT NOT NULL, network_id BLOB, opening_text TEXT NOT NULL, has_queue BOOLEAN NOT NULL,
  valid_from DATE, valid_to DATE, successor_id BLOB, CONSTRAINT pk_space PRIMARY KEY (id)
);
CREATE INDEX ix_space_code ON space (code)
"""


def upgrade() -> None:
    for statement in _SCHEMA.split(";"):
        op.execute(statement)


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
