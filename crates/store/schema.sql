-- The schema after all migrations, as SQLite keeps it. Made by a test; UPDATE_GOLDEN=1 writes it anew.

CREATE TABLE acknowledgements (
  fiscal_storage_number text   not null,
  document_number       bigint not null,
  received_at_us        bigint not null,
  container             blob not null,
  primary key (fiscal_storage_number, document_number),
  foreign key (fiscal_storage_number, document_number)
    references sealed_documents (fiscal_storage_number, document_number)
);

CREATE TRIGGER acknowledgements_no_delete before delete on acknowledgements
                     begin select raise(abort, 'acknowledgements_append_only'); end;

CREATE TRIGGER acknowledgements_no_update before update on acknowledgements
                     begin select raise(abort, 'acknowledgements_append_only'); end;

CREATE TABLE api_keys (
  id              integer primary key autoincrement,
  organization_id bigint not null references organizations (id),
  user_id         bigint not null references users (id), -- who made it, and for whom it acts
  created_at_us   bigint not null,
  key_hash        blob not null,             -- SHA-256 of the key
  name            text   not null,             -- what it is for; stands beside what was signed with it
  signing         text   not null,             -- whether it may sign applications
  revoked_at_us   bigint,
  constraint api_keys_hash_unique unique (key_hash),
  constraint api_keys_signing_known check (signing in ('allowed', 'denied'))
);

CREATE INDEX api_keys_by_organization on api_keys (organization_id, id);

CREATE TABLE applications (
  id              integer primary key autoincrement,
  organization_id bigint not null references organizations (id),
  enrollment_id   bigint not null references enrollments (id),
  created_at_us   bigint not null,
  kind            text   not null,
  request         text   not null,             -- JSON of enrollment::Request
  document        text   not null,             -- JSON of enrollment::ApplicationDocument
  content_hash    blob not null,             -- SHA-256 that a signature covers
  state           text   not null,             -- kind of `body`
  body            text   not null,             -- JSON of enrollment::Application
  signer          text,                        -- who signed, as shown
  signed_at_us    bigint,
  next_look_at_us bigint,                      -- when it is sent, or its answer asked for
  looks           bigint not null default 0,   -- tries since the last success
  look_result     text,                        -- why the last look brought nothing, as shown
  constraint applications_state_known check (state in ('awaiting_signature', 'cancelled', 'signed', 'sent',
    'completed', 'refused'))
);

CREATE INDEX applications_by_look on applications (next_look_at_us) where next_look_at_us is not null;

CREATE INDEX applications_by_organization on applications (organization_id, id);

CREATE INDEX applications_by_register on applications (enrollment_id, id);

CREATE UNIQUE INDEX applications_one_open_per_register on applications (enrollment_id)
  where state in ('awaiting_signature', 'signed', 'sent');

CREATE TABLE employees (
  id              integer primary key autoincrement,
  organization_id bigint not null references organizations (id),
  created_at_us   bigint not null,
  kind            text   not null,
  name            text   not null,
  login           text   not null,
  password_hash   text   not null,             -- argon2id, PHC form; never echoed
  pos_id          text   not null,             -- register of this person
  inn             text,
  phone           text,
  email           text,
  payment_address text,
  is_manager          bigint not null default 0, -- 0 or 1
  is_can_assign_order bigint not null default 0,
  is_app_fast_basket  bigint not null default 0,
  deleted_at_us   bigint,
  constraint employees_kind_known check (kind in ('courier', 'cashier', 'driver'))
);

CREATE INDEX employees_by_organization on employees (organization_id, id);

CREATE UNIQUE INDEX employees_login_unique on employees (login) where deleted_at_us is null;

CREATE TABLE enrollment_events (
  id              integer primary key autoincrement,
  enrollment_id   bigint not null references enrollments (id),
  at_us           bigint not null,
  kind            text   not null,
  state           text   not null,             -- the state after it
  detail          text                         -- words of the tax authority, or what followed
);

CREATE INDEX enrollment_events_by_register on enrollment_events (enrollment_id, id);

CREATE TRIGGER enrollment_events_no_delete before delete on enrollment_events
                     begin select raise(abort, 'enrollment_events_append_only'); end;

CREATE TRIGGER enrollment_events_no_update before update on enrollment_events
                     begin select raise(abort, 'enrollment_events_append_only'); end;

CREATE TABLE enrollment_taxpayers (
  organization_id bigint not null primary key references organizations (id),
  number          text   not null,             -- IIN or BIN, 12 digits
  name            text   not null
);

CREATE TABLE enrollments (
  id              integer primary key autoincrement,
  organization_id bigint not null references organizations (id),
  created_at_us   bigint not null,
  name            text   not null,
  model           text   not null,             -- code in the dictionary of models
  serial_number   text   not null,
  trade_point_id  bigint not null references trade_points (id),
  card            text   not null,             -- JSON of enrollment::RegisterCard
  state           text   not null,             -- kind of `body`, for lists and constraints
  body            text   not null,             -- JSON of enrollment::Enrollment
  registration_number text,                    -- 12 digits, from the tax authority
  ofd_device_id   bigint,                      -- the register's number at the operator, from enrollment on
  tariff_plan     text,                        -- plan that is on
  suspension_from_us bigint,                   -- when an ordered pause begins
  revision        bigint not null default 0,   -- counts the changes, so that a stale one is noticed
  constraint enrollments_device_unique unique (ofd_device_id),
  constraint enrollments_state_known check (state in ('draft', 'submitted', 'awaiting_number', 'under_review',
    'enrolled', 'suspended', 're_enrollment_submitted', 'deregistration_submitted', 'deregistered', 'written_off'))
);

CREATE INDEX enrollments_by_number on enrollments (registration_number) where registration_number is not null;

CREATE INDEX enrollments_by_organization on enrollments (organization_id, id);

CREATE INDEX enrollments_by_suspension on enrollments (suspension_from_us) where suspension_from_us is not null;

CREATE INDEX enrollments_by_trade_point on enrollments (trade_point_id);

CREATE UNIQUE INDEX enrollments_serial_unique on enrollments (model, serial_number)
  where state not in ('deregistered', 'written_off');

CREATE TABLE fiscal_storages (
  number        text   not null primary key,
  register_id   bigint not null references registers (id),
  created_at_us bigint not null,
  version       bigint not null,               -- grows with every change: lost updates are refused
  state         text   not null,               -- JSON of register::FiscalStorage
  updated_at_us bigint not null
);

CREATE TABLE kz_card_versions (
  id                 integer primary key autoincrement,
  device_id          bigint not null references kz_registers (device_id),
  valid_from_local_s bigint not null,              -- 0: from the beginning
  card               text   not null               -- as in kz_registers: what receipts of that time show
);

CREATE INDEX kz_card_versions_by_register on kz_card_versions (device_id, valid_from_local_s, id);

CREATE TRIGGER kz_card_versions_no_delete before delete on kz_card_versions
                     begin select raise(abort, 'kz_card_versions_append_only'); end;

CREATE TRIGGER kz_card_versions_no_update before update on kz_card_versions
                     begin select raise(abort, 'kz_card_versions_append_only'); end;

CREATE TABLE kz_documents (
  id                  integer primary key autoincrement,
  device_id           bigint not null references kz_registers (device_id),
  organization_id     bigint not null,
  registration_number text   not null,
  kind                text   not null,
  version             bigint not null,             -- of the protocol: 202, 203, 204
  shift_number        bigint not null,             -- in which it was counted
  document_number     bigint,                      -- through number, when the register told it
  operation           text,                        -- of a receipt or a cash movement; z, idle_closing: of a closing; annulment
  is_autonomous       bigint not null,             -- 1: issued without the operator
  total_minor         bigint,
  issued_at_local_s   bigint not null,
  received_at_us      bigint not null,
  fiscal_sign         bigint,                      -- of a receipt
  autonomous_sign     bigint,                      -- number that the register printed without the operator
  issued_day          bigint not null,             -- days since 1970 of the issue: with it the autonomous sign is unique
  annuls_document_id  bigint references kz_documents (id), -- of an annulment: the receipt that it takes back
  content_hash        blob not null,             -- SHA-256 of what makes two documents the same
  flags               text   not null,             -- JSON: what is odd about it, though it was taken
  payload             blob not null,             -- request, byte for byte
  answer              blob not null,             -- whole answer, byte for byte
  constraint kz_documents_kind_known check (kind in ('receipt', 'shift_closing', 'cash_movement', 'annulment')),
  constraint kz_documents_sign_unique unique (device_id, fiscal_sign),
  constraint kz_documents_autonomous_unique unique (device_id, autonomous_sign, issued_day)
);

CREATE UNIQUE INDEX kz_documents_annulled_once on kz_documents (annuls_document_id)
  where annuls_document_id is not null;

CREATE INDEX kz_documents_autonomous on kz_documents (device_id, issued_at_local_s, id) where is_autonomous = 1;

CREATE INDEX kz_documents_by_number on kz_documents (device_id, document_number) where document_number is not null;

CREATE INDEX kz_documents_by_operation on kz_documents (device_id, operation, issued_at_local_s, id);

CREATE INDEX kz_documents_by_register on kz_documents (device_id, id);

CREATE INDEX kz_documents_by_shift on kz_documents (device_id, shift_number, issued_at_local_s, id);

CREATE INDEX kz_documents_by_time on kz_documents (device_id, issued_at_local_s, id);

CREATE TRIGGER kz_documents_no_delete before delete on kz_documents
                     begin select raise(abort, 'kz_documents_append_only'); end;

CREATE TRIGGER kz_documents_no_update before update on kz_documents
                     begin select raise(abort, 'kz_documents_append_only'); end;

CREATE TABLE kz_forwardings (
  document_id        bigint not null primary key references kz_documents (id),
  state              text   not null,
  due_at_us          bigint not null,              -- by law with the tax authority at the latest (KZ-626/forwarding)
  attempts           bigint not null default 0,
  next_attempt_at_us bigint not null,
  answered_at_us     bigint,
  answer             text,
  constraint kz_forwardings_state_known check (state in ('pending', 'accepted', 'refused'))
);

CREATE INDEX kz_forwardings_due on kz_forwardings (next_attempt_at_us, document_id) where state = 'pending';

CREATE TABLE kz_incidents (
  id        integer primary key autoincrement,
  at_us     bigint not null,
  device_id bigint,                                -- null: no register of ours
  kind      text   not null,                       -- counters that differ, a sign used twice, …
  detail    text   not null,
  payload   blob                                 -- the request that caused it
);

CREATE INDEX kz_incidents_by_register on kz_incidents (device_id, id);

CREATE TRIGGER kz_incidents_no_delete before delete on kz_incidents
                     begin select raise(abort, 'kz_incidents_append_only'); end;

CREATE TRIGGER kz_incidents_no_update before update on kz_incidents
                     begin select raise(abort, 'kz_incidents_append_only'); end;

CREATE INDEX kz_incidents_of_refused on kz_incidents (device_id, id) where kind = 'refused_out_of_service';

CREATE INDEX kz_incidents_of_staff on kz_incidents (device_id, id)
  where kind in ('blocked', 'unblocked', 'deregistered');

CREATE TABLE kz_registers (
  device_id           bigint not null primary key, -- header field ID (KZ-OFD/header)
  organization_id     bigint not null,
  enrolled_at_us      bigint not null,
  serial_number       text   not null,
  registration_number text   not null,             -- 12 digits, given by the tax authority
  card                text   not null,             -- JSON: what INFO tells of register, trade point and organization
  state               text   not null,             -- whether documents are taken; the books say why not
  token_state         text   not null,             -- JSON of ofd_kz::exchange::TokenState: a secret
  books               text   not null,             -- JSON of register_kz::OperatorBooks
  facts               text,                        -- JSON: what the newest request told beside its command
  shift_number        bigint not null default 0,   -- of the open shift, else of the last one
  shift_opened_at_local_s bigint,                  -- null: no open shift
  last_document_at_us bigint,
  last_seen_at_us     bigint,
  constraint kz_registers_registration_unique unique (registration_number),
  constraint kz_registers_state_known check (state in ('active', 'blocked', 'deregistered'))
);

CREATE INDEX kz_registers_by_organization on kz_registers (organization_id, device_id);

CREATE TABLE kz_reports (
  id                integer primary key autoincrement,
  device_id         bigint not null references kz_registers (device_id),
  organization_id   bigint not null,
  kind              text   not null,
  shift_number      bigint not null,
  made_at_local_s   bigint not null,
  received_at_us    bigint not null,
  report            text   not null,               -- JSON of register_kz::ShiftReport: the operator's own figures
  own_report        text,                          -- JSON of the register's figures, when it sent any
  difference_count  bigint not null,               -- counters that differ between the two
  document_id       bigint references kz_documents (id), -- whose coming made a Z; null: an X
  constraint kz_reports_kind_known check (kind in ('x', 'z'))
);

CREATE INDEX kz_reports_by_shift on kz_reports (device_id, shift_number, made_at_local_s, id);

CREATE INDEX kz_reports_by_time on kz_reports (device_id, kind, made_at_local_s, id);

CREATE TRIGGER kz_reports_no_delete before delete on kz_reports
                     begin select raise(abort, 'kz_reports_append_only'); end;

CREATE TRIGGER kz_reports_no_update before update on kz_reports
                     begin select raise(abort, 'kz_reports_append_only'); end;

CREATE INDEX kz_reports_with_own on kz_reports (device_id, id) where own_report is not null;

CREATE TABLE ofd_documents (
  id                    integer primary key autoincrement,
  organization_id       bigint,
  fiscal_storage_number text   not null,
  document_number       bigint not null,
  form                  bigint not null,
  format_version        bigint not null,       -- tag 1209
  registration_number   text,
  inn                   text,
  shift_number          bigint,
  receipt_number        bigint,
  operation             bigint,                -- tag 1054
  total_minor           bigint,
  settled_at_local_s    bigint not null,       -- tag 1012
  fiscal_sign           bigint not null,
  received_at_us        bigint not null,
  signature             text   not null,       -- verified, or not by whom we know
  error_count           bigint not null,       -- findings of the format checks
  warning_count         bigint not null,
  container             blob not null,       -- byte for byte as received
  confirmation          blob not null,       -- byte for byte as answered
  constraint ofd_documents_number_unique unique (fiscal_storage_number, document_number),
  constraint ofd_documents_signature_known check (signature in ('verified', 'unverified'))
);

CREATE INDEX ofd_documents_by_register on ofd_documents (registration_number, settled_at_local_s);

CREATE INDEX ofd_documents_by_sign on ofd_documents (fiscal_sign);

CREATE TRIGGER ofd_documents_no_delete before delete on ofd_documents
                     begin select raise(abort, 'ofd_documents_append_only'); end;

CREATE TRIGGER ofd_documents_no_update before update on ofd_documents
                     begin select raise(abort, 'ofd_documents_append_only'); end;

CREATE TABLE ofd_forwardings (
  document_id       bigint not null primary key references ofd_documents (id),
  state             text   not null,
  attempts          bigint not null default 0,
  next_attempt_at_us bigint not null,
  answered_at_us    bigint,
  answer            text,
  constraint ofd_forwardings_state_known check (state in ('pending', 'accepted', 'refused', 'dead'))
);

CREATE INDEX ofd_forwardings_due on ofd_forwardings (next_attempt_at_us, document_id) where state = 'pending';

CREATE TABLE ofd_incidents (
  id                    integer primary key autoincrement,
  at_us                 bigint not null,
  kind                  text   not null,       -- same number with other bytes, foreign storage, …
  fiscal_storage_number text,
  document_number       bigint,
  detail                text   not null,
  container             blob
);

CREATE INDEX ofd_incidents_by_storage on ofd_incidents (fiscal_storage_number, id);

CREATE TRIGGER ofd_incidents_no_delete before delete on ofd_incidents
                     begin select raise(abort, 'ofd_incidents_append_only'); end;

CREATE TRIGGER ofd_incidents_no_update before update on ofd_incidents
                     begin select raise(abort, 'ofd_incidents_append_only'); end;

CREATE TABLE ofd_registers (
  fiscal_storage_number text   not null primary key,
  organization_id       bigint,                -- null: a guest of the sandbox
  registration_number   text,
  serial_number         text,
  inn                   text,
  enrolled_at_us        bigint not null,
  state                 text   not null,
  last_document_number  bigint not null default 0,
  last_settled_at_local_s bigint,
  shift_number          bigint,                -- of the last document that had one
  receipt_number        bigint,
  shift_opened_at_local_s bigint,              -- null: no open shift
  last_received_at_us   bigint,
  version               bigint not null default 0, -- grows with every change: what was judged by an old row is judged again
  constraint ofd_registers_state_known check (state in ('active', 'blocked', 'guest'))
);

CREATE TABLE operator_tokens (
  id              integer primary key autoincrement,
  enrollment_id   bigint not null references enrollments (id),
  token_hash      blob not null,             -- SHA-256 of the token with the register's number
  issued_at_us    bigint not null,
  dead_at_us      bigint                       -- when the next one was issued, or the register deregistered
);

CREATE UNIQUE INDEX operator_tokens_one_live_per_register on operator_tokens (enrollment_id) where dead_at_us is null;

CREATE TABLE orders (
  id              integer primary key autoincrement,
  organization_id bigint not null,
  shop_id         bigint not null references shops (id),
  external_id     text   not null,
  created_at_us   bigint not null,
  door            text   not null,             -- API dialect of `body`
  body            text   not null,             -- the order in our own JSON
  amount_minor    bigint not null,             -- sum of the item totals
  date_start_local_s bigint,
  courier_id      bigint references employees (id),
  callback_url    text,
  state           text   not null,
  updated_at_us   bigint not null,
  deleted_at_us   bigint,
  constraint orders_state_known check (state in ('new', 'done', 'canceled'))
);

CREATE INDEX orders_by_shop on orders (shop_id, id);

CREATE UNIQUE INDEX orders_external_id_unique on orders (shop_id, external_id) where deleted_at_us is null;

CREATE TABLE organizations (
  id            integer primary key autoincrement,
  inn           text   not null,               -- taxpayer number, 10 or 12 digits
  kpp           text,                          -- reason code of an organization, 9 characters
  name          text   not null,               -- as in tag 1048
  created_at_us bigint not null
);

CREATE TABLE outbox (
  id                 integer primary key autoincrement,
  organization_id    bigint not null,
  kind               text   not null,
  task_id            bigint references tasks (id),
  order_id           bigint,
  target             text   not null,          -- URL or e-mail address
  created_at_us      bigint not null,
  state              text   not null,
  attempts           bigint not null default 0,
  next_attempt_at_us bigint not null,
  lease_until_us     bigint,
  finished_at_us     bigint,
  last_result        text,
  constraint outbox_kind_known check (kind in ('callback', 'order_callback', 'mail')),
  constraint outbox_state_known check (state in ('pending', 'delivered', 'dead'))
);

CREATE INDEX outbox_by_state on outbox (organization_id, state, id);

CREATE INDEX outbox_by_task on outbox (task_id, id);

CREATE INDEX outbox_due on outbox (next_attempt_at_us, id) where state = 'pending';

CREATE TABLE outbox_attempts (
  outbox_id bigint not null references outbox (id),
  attempt   bigint not null,
  at_us     bigint not null,
  outcome   text   not null,
  detail    text,
  primary key (outbox_id, attempt)
);

CREATE TRIGGER outbox_attempts_no_delete before delete on outbox_attempts
                     begin select raise(abort, 'outbox_attempts_append_only'); end;

CREATE TRIGGER outbox_attempts_no_update before update on outbox_attempts
                     begin select raise(abort, 'outbox_attempts_append_only'); end;

CREATE TABLE queue_registers (
  queue_id    bigint not null references receipt_queues (id),
  register_id bigint not null references registers (id),
  primary key (queue_id, register_id)
);

CREATE INDEX queue_registers_by_register on queue_registers (register_id, queue_id);

CREATE TABLE queue_shops (
  queue_id bigint not null references receipt_queues (id),
  shop_id  bigint not null references shops (id),
  primary key (queue_id, shop_id)
);

CREATE INDEX queue_shops_by_shop on queue_shops (shop_id, queue_id);

CREATE TABLE receipt_queues (
  id              integer primary key autoincrement,
  organization_id bigint not null references organizations (id),
  created_at_us   bigint not null,
  name            text   not null,
  state           text   not null,             -- a passive queue takes no new tasks and hands none out
  constraint receipt_queues_state_known check (state in ('active', 'passive'))
);

CREATE INDEX receipt_queues_by_organization on receipt_queues (organization_id, id);

CREATE TABLE registers (
  id                  integer primary key autoincrement,
  organization_id     bigint not null references organizations (id),
  kind                text   not null,         -- virtual: driven by us; agent: polls the register door
  serial_number       text   not null,
  pos_key             text   not null,
  created_at_us       bigint not null,
  pos_secret          text   not null,
  name                text   not null,
  registration_number text   not null,
  fiscal_storage_number text not null,         -- the storage in use; it is replaced during a register's life
  registration        text   not null,         -- JSON of register::Registration
  state               text   not null,
  hardware_id         text,                    -- of the agent that activated it
  device_report       text,                    -- JSON of the last report of the device
  last_seen_at_us     bigint,
  handed_out          bigint not null default 0, -- tasks given to it so far: the measure of even distribution
  constraint registers_pos_key_unique unique (pos_key),
  constraint registers_serial_unique unique (organization_id, serial_number),
  constraint registers_kind_known check (kind in ('virtual', 'agent')),
  constraint registers_state_known check (state in ('active', 'inactive'))
);

CREATE INDEX registers_by_organization on registers (organization_id, id);

CREATE TABLE registration_cards (
  id              integer primary key autoincrement,
  enrollment_id   bigint not null references enrollments (id),
  uploaded_at_us  bigint not null,
  facts           text   not null,             -- JSON of enrollment::CardFacts
  scan            blob not null,             -- JPEG, PNG or PDF as it came
  verdict         text,                        -- JSON of enrollment::Verdict; null: waits for the review
  reviewer        text,                        -- number of the user who reviewed
  reviewed_at_us  bigint
);

CREATE INDEX registration_cards_by_register on registration_cards (enrollment_id, id);

CREATE UNIQUE INDEX registration_cards_one_open_per_register on registration_cards (enrollment_id)
  where verdict is null;

CREATE INDEX registration_cards_waiting on registration_cards (id) where verdict is null;

CREATE TABLE russian_applications (
  id              integer primary key autoincrement,
  enrollment_id   bigint not null references russian_enrollments (id),
  created_at_us   bigint not null,
  kind            text   not null,
  request         text   not null,             -- JSON: what is applied for
  document        text   not null,             -- JSON of enrollment::ApplicationDocument
  content_hash    blob not null,             -- SHA-256 that a signature covers
  state           text   not null,             -- kind of `body`
  body            text   not null,             -- JSON of enrollment::Application
  signer          text,                        -- who signed, as shown
  signed_at_us    bigint,
  constraint russian_applications_state_known check (state in ('awaiting_signature', 'cancelled', 'signed', 'sent',
    'completed', 'refused'))
);

CREATE INDEX russian_applications_by_register on russian_applications (enrollment_id, id);

CREATE UNIQUE INDEX russian_applications_one_open_per_register on russian_applications (enrollment_id)
  where state in ('awaiting_signature', 'signed', 'sent');

CREATE TABLE russian_enrollments (
  id              integer primary key autoincrement,
  organization_id bigint not null references organizations (id),
  created_at_us   bigint not null,
  name            text   not null,
  taxpayer        text   not null,             -- JSON of enrollment::russian::RussianTaxpayer
  state           text   not null,             -- kind of `body`
  body            text   not null,             -- JSON of enrollment::russian::RussianEnrollment
  registration_number text,                    -- 16 digits, from the tax service
  revision        bigint not null default 0,   -- counts the changes, so that a stale one is noticed
  constraint russian_enrollments_state_known check (state in ('draft', 'submitted', 'number_assigned',
    'report_submitted', 'registered', 're_registration_submitted', 'deregistration_submitted', 'deregistered'))
);

CREATE INDEX russian_enrollments_by_organization on russian_enrollments (organization_id, id);

CREATE TABLE sandbox_mails (
  id        integer primary key autoincrement,
  at_us     bigint not null,
  recipient text   not null,
  subject   text   not null,
  text_body text   not null,
  html_body text   not null
);

CREATE TABLE sandbox_settings (
  name  text not null primary key,
  value text not null
);

CREATE TABLE sandbox_tax_log (
  id                    integer primary key autoincrement,
  at_us                 bigint not null,
  fiscal_storage_number text   not null,
  document_number       bigint not null,
  answer                text   not null,
  document              text   not null        -- JSON as the tax authority received it
);

CREATE TABLE schema_migrations (
           version       bigint not null primary key,
           name          text   not null,
           checksum      text   not null,               -- SHA-256 of the migration's text, hexadecimal
           applied_at_us bigint not null
         );

CREATE TABLE sealed_documents (
  fiscal_storage_number text   not null references fiscal_storages (number),
  document_number       bigint not null,
  organization_id       bigint not null,
  register_id           bigint not null,
  form                  bigint not null,
  task_id               bigint,                -- null: a report or shift document
  fiscal_sign           bigint not null,
  shift_number          bigint,
  receipt_number        bigint,
  settled_at_local_s    bigint not null,
  sealed_at_us          bigint not null,
  container             blob not null,
  primary key (fiscal_storage_number, document_number)
);

CREATE TRIGGER sealed_documents_no_delete before delete on sealed_documents
                     begin select raise(abort, 'sealed_documents_append_only'); end;

CREATE TRIGGER sealed_documents_no_update before update on sealed_documents
                     begin select raise(abort, 'sealed_documents_append_only'); end;

CREATE UNIQUE INDEX sealed_documents_task_unique on sealed_documents (task_id) where task_id is not null;

CREATE TABLE sessions (
  token_hash    blob not null primary key,   -- SHA-256 of the bearer token
  user_id       bigint not null references users (id),
  created_at_us bigint not null,
  expires_at_us bigint not null
);

CREATE TABLE shops (
  id              integer primary key autoincrement,
  organization_id bigint not null references organizations (id),
  public_id       text   not null,             -- six letters and digits, the Authorization header
  created_at_us   bigint not null,
  secret          text   not null,             -- ten characters, key of the HMAC
  name            text   not null,
  success_url     text,                        -- callback when a task is done and names no URL itself
  failure_url     text,                        -- callback when a task ends in an error
  sender_email    text,                        -- tag 1117
  banner_image_url text,                       -- 440 × 165 under the QR of the receipt page
  banner_link_url  text,
  constraint shops_public_id_unique unique (public_id)
);

CREATE INDEX shops_by_organization on shops (organization_id, id);

CREATE TABLE task_events (
  id          integer primary key autoincrement,
  task_id     bigint not null references tasks (id),
  at_us       bigint not null,
  step        text   not null,
  register_id bigint,
  detail      text
);

CREATE INDEX task_events_by_task on task_events (task_id, id);

CREATE TABLE tasks (
  id              integer primary key autoincrement,
  uuid            text   not null,             -- UUIDv7; also the secret of the public receipt page
  organization_id bigint not null,
  shop_id         bigint not null references shops (id),
  queue_id        bigint not null references receipt_queues (id),
  external_id     text   not null,             -- the shop's operation number: the idempotency key
  external_id_spelling text not null,          -- how the shop wrote it in JSON: text or integer
  door            text   not null,             -- API dialect of `body`
  intent          text   not null,             -- in the words of the door
  content_hash    blob not null,             -- SHA-256 of the body, blanks and key order aside
  body            blob not null,             -- as the shop sent it
  receipt         text   not null,             -- JSON of receipt::Receipt
  total_minor     bigint not null,
  buyer_email     text,
  callback_url    text,
  accepted_at_us  bigint not null,
  -- the task's life
  state           text   not null,
  attempt         bigint not null default 0,   -- times it was leased
  register_id     bigint references registers (id),
  leased_at_us    bigint,
  lease_until_us  bigint,
  sealing_at_us   bigint,                      -- the register journaled its intention: never lease to another
  finished_at_us  bigint,
  error_description text,
  -- the fiscal document
  registration_number   text,
  fiscal_storage_number text,
  document_number bigint,
  fiscal_sign     bigint,
  shift_number    bigint,
  receipt_number  bigint,                      -- in the shift
  settled_at_local_s bigint,
  constraint tasks_uuid_unique unique (uuid),
  constraint tasks_external_id_unique unique (shop_id, external_id),
  constraint tasks_state_known check (state in ('new', 'processing', 'done', 'error', 'canceled')),
  constraint tasks_done_has_document check (state <> 'done' or document_number is not null)
);

CREATE INDEX tasks_by_organization on tasks (organization_id, id);

CREATE INDEX tasks_leased on tasks (lease_until_us, id) where state = 'processing';

CREATE INDEX tasks_outstanding on tasks (register_id, id) where state = 'processing';

CREATE INDEX tasks_waiting on tasks (queue_id, id) where state = 'new';

CREATE TABLE trade_points (
  id              integer primary key autoincrement,
  organization_id bigint not null references organizations (id),
  created_at_us   bigint not null,
  name            text   not null,
  region          text   not null,             -- KATO, 9 digits
  tax_office      text   not null,             -- 4 digits
  address         text   not null,             -- one line, for lists
  body            text   not null              -- JSON of enrollment::TradePoint
);

CREATE INDEX trade_points_by_organization on trade_points (organization_id, id);

CREATE TABLE users (
  id              integer primary key autoincrement,
  organization_id bigint references organizations (id), -- null: staff of the operator
  login           text   not null,
  password_hash   text   not null,             -- argon2id, PHC form
  role            text   not null,
  created_at_us   bigint not null,
  constraint users_login_unique unique (login),
  constraint users_role_known check (role in ('owner', 'cashier', 'operator'))
);

CREATE INDEX users_by_organization on users (organization_id, id);

