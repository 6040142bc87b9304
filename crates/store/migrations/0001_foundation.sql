-- Foundation: organizations, the cloud register service, the virtual registers and the Russian operator.
--
-- One text for both engines; `$ID`, `$BYTES` and `$APPEND_ONLY` are put into the words of each. Units stand last in names:
-- `_us` microseconds UTC since 1970, `_local_s` wall-clock seconds of the place of settlement, `_minor` kopecks.
-- In every table the immutable columns come first.

create table organizations (
  id            $ID,
  inn           text   not null,               -- taxpayer number, 10 or 12 digits
  kpp           text,                          -- reason code of an organization, 9 characters
  name          text   not null,               -- as in tag 1048
  created_at_us bigint not null
);

create table users (
  id              $ID,
  organization_id bigint references organizations (id), -- null: staff of the operator
  login           text   not null,
  password_hash   text   not null,             -- argon2id, PHC form
  role            text   not null,
  created_at_us   bigint not null,
  constraint users_login_unique unique (login),
  constraint users_role_known check (role in ('owner', 'cashier', 'operator'))
);
create index users_by_organization on users (organization_id, id);

create table sessions (
  token_hash    $BYTES not null primary key,   -- SHA-256 of the bearer token
  user_id       bigint not null references users (id),
  created_at_us bigint not null,
  expires_at_us bigint not null
);

create table shops (
  id              $ID,
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
create index shops_by_organization on shops (organization_id, id);

create table receipt_queues (
  id              $ID,
  organization_id bigint not null references organizations (id),
  created_at_us   bigint not null,
  name            text   not null,
  state           text   not null,             -- a passive queue takes no new tasks and hands none out
  constraint receipt_queues_state_known check (state in ('active', 'passive'))
);
create index receipt_queues_by_organization on receipt_queues (organization_id, id);

-- A shop that may fill a queue.
create table queue_shops (
  queue_id bigint not null references receipt_queues (id),
  shop_id  bigint not null references shops (id),
  primary key (queue_id, shop_id)
);
create index queue_shops_by_shop on queue_shops (shop_id, queue_id);

create table registers (
  id                  $ID,
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
create index registers_by_organization on registers (organization_id, id);

-- A register that empties a queue.
create table queue_registers (
  queue_id    bigint not null references receipt_queues (id),
  register_id bigint not null references registers (id),
  primary key (queue_id, register_id)
);
create index queue_registers_by_register on queue_registers (register_id, queue_id);

create table tasks (
  id              $ID,
  uuid            text   not null,             -- UUIDv7; also the secret of the public receipt page
  organization_id bigint not null,
  shop_id         bigint not null references shops (id),
  queue_id        bigint not null references receipt_queues (id),
  external_id     text   not null,             -- the shop's operation number: the idempotency key
  external_id_spelling text not null,          -- how the shop wrote it in JSON: text or integer
  door            text   not null,             -- API dialect of `body`
  intent          text   not null,             -- in the words of the door
  content_hash    $BYTES not null,             -- SHA-256 of the body, blanks and key order aside
  body            $BYTES not null,             -- as the shop sent it
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
create index tasks_waiting on tasks (queue_id, id) where state = 'new';
create index tasks_leased on tasks (lease_until_us, id) where state = 'processing';
create index tasks_outstanding on tasks (register_id, id) where state = 'processing';
create index tasks_by_organization on tasks (organization_id, id);

-- What befell a task besides its straight way; the straight way is in the columns above.
create table task_events (
  id          $ID,
  task_id     bigint not null references tasks (id),
  at_us       bigint not null,
  step        text   not null,
  register_id bigint,
  detail      text
);
create index task_events_by_task on task_events (task_id, id);

-- The emulated fiscal storages: one row is the whole state of one storage.
create table fiscal_storages (
  number        text   not null primary key,
  register_id   bigint not null references registers (id),
  created_at_us bigint not null,
  version       bigint not null,               -- grows with every change: lost updates are refused
  state         text   not null,               -- JSON of register::FiscalStorage
  updated_at_us bigint not null
);

-- Append-only: what the storages sealed.
create table sealed_documents (
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
  container             $BYTES not null,
  primary key (fiscal_storage_number, document_number)
);
create unique index sealed_documents_task_unique on sealed_documents (task_id) where task_id is not null;

-- Append-only: the operator's confirmations as the storages hold them.
create table acknowledgements (
  fiscal_storage_number text   not null,
  document_number       bigint not null,
  received_at_us        bigint not null,
  container             $BYTES not null,
  primary key (fiscal_storage_number, document_number),
  foreign key (fiscal_storage_number, document_number)
    references sealed_documents (fiscal_storage_number, document_number)
);

-- The operator's side. It shares no row with the registers above: they meet on the wire alone.
create table ofd_registers (
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

-- Append-only.
create table ofd_documents (
  id                    $ID,
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
  container             $BYTES not null,       -- byte for byte as received
  confirmation          $BYTES not null,       -- byte for byte as answered
  constraint ofd_documents_number_unique unique (fiscal_storage_number, document_number),
  constraint ofd_documents_signature_known check (signature in ('verified', 'unverified'))
);
create index ofd_documents_by_register on ofd_documents (registration_number, settled_at_local_s);
create index ofd_documents_by_sign on ofd_documents (fiscal_sign);

-- Documents on their way to the tax authority.
create table ofd_forwardings (
  document_id       bigint not null primary key references ofd_documents (id),
  state             text   not null,
  attempts          bigint not null default 0,
  next_attempt_at_us bigint not null,
  answered_at_us    bigint,
  answer            text,
  constraint ofd_forwardings_state_known check (state in ('pending', 'accepted', 'refused', 'dead'))
);
create index ofd_forwardings_due on ofd_forwardings (next_attempt_at_us, document_id) where state = 'pending';

-- Append-only: what the operator's people must look at.
create table ofd_incidents (
  id                    $ID,
  at_us                 bigint not null,
  kind                  text   not null,       -- same number with other bytes, foreign storage, …
  fiscal_storage_number text,
  document_number       bigint,
  detail                text   not null,
  container             $BYTES
);
create index ofd_incidents_by_storage on ofd_incidents (fiscal_storage_number, id);

-- Messages to the outside; at least once, in no order. Their bodies are made when they are sent.
create table outbox (
  id                 $ID,
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
create index outbox_due on outbox (next_attempt_at_us, id) where state = 'pending';
create index outbox_by_task on outbox (task_id, id);
create index outbox_by_state on outbox (organization_id, state, id);

-- Append-only: every try to deliver.
create table outbox_attempts (
  outbox_id bigint not null references outbox (id),
  attempt   bigint not null,
  at_us     bigint not null,
  outcome   text   not null,
  detail    text,
  primary key (outbox_id, attempt)
);

create table employees (
  id              $ID,
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
create unique index employees_login_unique on employees (login) where deleted_at_us is null;
create index employees_by_organization on employees (organization_id, id);

create table orders (
  id              $ID,
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
create unique index orders_external_id_unique on orders (shop_id, external_id) where deleted_at_us is null;
create index orders_by_shop on orders (shop_id, id);

-- The sandbox: what the simulators saw, and how they were told to behave.
create table sandbox_settings (
  name  text not null primary key,
  value text not null
);
-- A mail that the simulated mailbox took; `at_us` is when.
create table sandbox_mails (
  id        $ID,
  at_us     bigint not null,
  recipient text   not null,
  subject   text   not null,
  text_body text   not null,
  html_body text   not null
);
create table sandbox_tax_log (
  id                    $ID,
  at_us                 bigint not null,
  fiscal_storage_number text   not null,
  document_number       bigint not null,
  answer                text   not null,
  document              text   not null        -- JSON as the tax authority received it
);

-- No row of these is ever changed or removed; the engines refuse it.
$APPEND_ONLY sealed_documents;
$APPEND_ONLY acknowledgements;
$APPEND_ONLY ofd_documents;
$APPEND_ONLY ofd_incidents;
$APPEND_ONLY outbox_attempts;
