-- Kazakhstan: registers, documents, reports and incidents of the operator.
--
-- Units as in the foundation; `_minor` are tiyn, `_local_s` is the wall clock of the register.

create table kz_registers (
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

create index kz_registers_by_organization on kz_registers (organization_id, device_id);

create table kz_card_versions (
  id                 $ID,
  device_id          bigint not null references kz_registers (device_id),
  valid_from_local_s bigint not null,              -- 0: from the beginning
  card               text   not null               -- as in kz_registers: what receipts of that time show
);

create index kz_card_versions_by_register on kz_card_versions (device_id, valid_from_local_s, id);

$APPEND_ONLY kz_card_versions;

create table kz_documents (
  id                  $ID,
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
  content_hash        $BYTES not null,             -- SHA-256 of what makes two documents the same
  flags               text   not null,             -- JSON: what is odd about it, though it was taken
  payload             $BYTES not null,             -- request, byte for byte
  answer              $BYTES not null,             -- whole answer, byte for byte
  constraint kz_documents_kind_known check (kind in ('receipt', 'shift_closing', 'cash_movement', 'annulment')),
  constraint kz_documents_sign_unique unique (device_id, fiscal_sign),
  constraint kz_documents_autonomous_unique unique (device_id, autonomous_sign, issued_day)
);

create unique index kz_documents_annulled_once on kz_documents (annuls_document_id)
  where annuls_document_id is not null;

create index kz_documents_by_register on kz_documents (device_id, id);

-- Lists of one register go by its wall clock, whatever they are narrowed to.
create index kz_documents_by_time on kz_documents (device_id, issued_at_local_s, id);

create index kz_documents_by_operation on kz_documents (device_id, operation, issued_at_local_s, id);

create index kz_documents_by_shift on kz_documents (device_id, shift_number, issued_at_local_s, id);

create index kz_documents_autonomous on kz_documents (device_id, issued_at_local_s, id) where is_autonomous = 1;

create index kz_documents_by_number on kz_documents (device_id, document_number) where document_number is not null;

$APPEND_ONLY kz_documents;

create table kz_reports (
  id                $ID,
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

create index kz_reports_by_time on kz_reports (device_id, kind, made_at_local_s, id);

create index kz_reports_by_shift on kz_reports (device_id, shift_number, made_at_local_s, id);

create index kz_reports_with_own on kz_reports (device_id, id) where own_report is not null;

$APPEND_ONLY kz_reports;

create table kz_incidents (
  id        $ID,
  at_us     bigint not null,
  device_id bigint,                                -- null: no register of ours
  kind      text   not null,                       -- counters that differ, a sign used twice, …
  detail    text   not null,
  payload   $BYTES                                 -- the request that caused it
);

create index kz_incidents_by_register on kz_incidents (device_id, id);

-- The few acts of the staff among the many incidents of a register.
create index kz_incidents_of_staff on kz_incidents (device_id, id)
  where kind in ('blocked', 'unblocked', 'deregistered');

create index kz_incidents_of_refused on kz_incidents (device_id, id) where kind = 'refused_out_of_service';

$APPEND_ONLY kz_incidents;

create table kz_forwardings (
  document_id        bigint not null primary key references kz_documents (id),
  state              text   not null,
  due_at_us          bigint not null,              -- by law with the tax authority at the latest (KZ-626/forwarding)
  attempts           bigint not null default 0,
  next_attempt_at_us bigint not null,
  answered_at_us     bigint,
  answer             text,
  constraint kz_forwardings_state_known check (state in ('pending', 'accepted', 'refused'))
);

create index kz_forwardings_due on kz_forwardings (next_attempt_at_us, document_id) where state = 'pending';
