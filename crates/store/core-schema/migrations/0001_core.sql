-- The software register of Kazakhstan: its registers, documents, operations, people and exchanges.
--
-- `_us` are microseconds UTC, `_local_s` seconds of the wall clock of the register, `_minor` tiyn.

create table core_settings (
  name  text not null primary key,                 -- such as `instance_guid` and `serial_numbers`
  value text not null
);

create table core_registers (
  id             $ID,
  name           text   not null,                  -- what people call it
  serial_number  text   not null,                  -- given by its maker
  platform       text   not null,                  -- which of the operator's platforms it was made for
  server         text   not null,                  -- host and port of the operator; empty before the set-up
  version        bigint not null,                  -- of the protocol: 202, 203
  state          text   not null,                  -- JSON of register_kz::CashRegister; its token is a secret
  card           text,                             -- JSON: what the operator tells of the registration
  vat_series     text,                             -- of the VAT certificate, printed
  vat_number     text,
  created_at_us  bigint not null,
  last_answer_at_us bigint,                        -- when the operator last answered
  constraint core_registers_serial_unique unique (serial_number)
);

create table core_documents (
  register_id       bigint not null references core_registers (id),
  number            bigint not null,               -- through number of the register, without gaps
  kind              text   not null,               -- receipt, movement, closing
  shift_number      bigint not null,
  issued_at_local_s bigint not null,
  mode              text   not null,               -- online, autonomous
  body              text   not null,               -- JSON of register_kz::Document
  written_at_us     bigint not null,
  primary key (register_id, number)
);
$APPEND_ONLY core_documents;

create table core_acknowledgements (
  register_id bigint not null,
  number      bigint not null,
  sign        text,                                -- fiscal sign, of a receipt
  link        text,                                -- of the receipt, for its QR code
  taken_at_us bigint not null,                     -- when the operator's answer came
  primary key (register_id, number),
  constraint core_acknowledgements_document foreign key (register_id, number)
    references core_documents (register_id, number)
);
$APPEND_ONLY core_acknowledgements;

create table core_operations (
  register_id    bigint not null references core_registers (id),
  key            text   not null,                  -- idempotency key
  name           text   not null,                  -- what was asked for
  request        text   not null,                  -- JSON of the whole command, to name what differs
  request_sha256 text   not null,
  person         bigint not null,                  -- code of who asked
  begun_at_us    bigint not null,
  finished_at_us bigint,                           -- null: it waits for the operator
  status         bigint,                           -- of HTTP
  outcome        text,                             -- the answer, byte for byte
  primary key (register_id, key),
  constraint core_operations_whole check ((finished_at_us is null) = (outcome is null))
);

-- at most one operation of a register waits for the operator
create unique index core_operations_open on core_operations (register_id) where finished_at_us is null;

create table core_people (
  code        bigint not null primary key,         -- number on the paper
  name        text   not null,
  role        text   not null,
  pin_hash    text   not null,                     -- argon2
  pin_state   text   not null,                     -- initial: must be changed before anything else
  token_sha256 text,                               -- of the bearer token, hexadecimal
  is_active   bigint not null,
  constraint core_people_role_known check (role in ('cashier', 'senior_cashier', 'administrator', 'inspector')),
  constraint core_people_pin_state_known check (pin_state in ('initial', 'own')),
  constraint core_people_token_unique unique (token_sha256)
);

create table core_exchanges (
  id             $ID,
  register_id    bigint not null references core_registers (id),
  at_us          bigint not null,
  purpose        text   not null,                  -- what was asked
  request_number bigint not null,
  server         text   not null,
  result         bigint,                           -- the operator's; null: no answer came
  detail         text   not null,                  -- the operator's words, or why there is no answer
  took_ms        bigint not null
);

create index core_exchanges_of_register on core_exchanges (register_id, id);

create table core_events (
  id             $ID,
  register_id    bigint not null references core_registers (id),
  at_us          bigint not null,
  kind           text   not null,                  -- such as set_aside, settings_changed, blocked
  person         bigint,                           -- code of who did it; null: nobody did, it happened
  number         bigint,                           -- through number of the document that it is about
  detail         text   not null                   -- JSON: reason, result, what was before and what is now
);
$APPEND_ONLY core_events;

create index core_events_of_register on core_events (register_id, id);
