-- Enrollment of Kazakh registers with the tax authority: trade points, registers on their way, applications, tokens.
--
-- States and documents are JSON of the `enrollment` crate; the columns beside them are what lists and constraints need.

-- What an application says of the taxpayer of an organization in Kazakhstan.
create table enrollment_taxpayers (
  organization_id bigint not null primary key references organizations (id),
  number          text   not null,             -- IIN or BIN, 12 digits
  name            text   not null
);

create table trade_points (
  id              $ID,
  organization_id bigint not null references organizations (id),
  created_at_us   bigint not null,
  name            text   not null,
  region          text   not null,             -- KATO, 9 digits
  tax_office      text   not null,             -- 4 digits
  address         text   not null,             -- one line, for lists
  body            text   not null              -- JSON of enrollment::TradePoint
);
create index trade_points_by_organization on trade_points (organization_id, id);

create table enrollments (
  id              $ID,
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
-- A register that left the books may be enrolled anew, by the same owner or another.
create unique index enrollments_serial_unique on enrollments (model, serial_number)
  where state not in ('deregistered', 'written_off');
-- The tax authority gives a number once.
create index enrollments_by_number on enrollments (registration_number) where registration_number is not null;
create index enrollments_by_organization on enrollments (organization_id, id);
create index enrollments_by_trade_point on enrollments (trade_point_id);
create index enrollments_by_suspension on enrollments (suspension_from_us) where suspension_from_us is not null;

create table applications (
  id              $ID,
  organization_id bigint not null references organizations (id),
  enrollment_id   bigint not null references enrollments (id),
  created_at_us   bigint not null,
  kind            text   not null,
  request         text   not null,             -- JSON of enrollment::Request
  document        text   not null,             -- JSON of enrollment::ApplicationDocument
  content_hash    $BYTES not null,             -- SHA-256 that a signature covers
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
create unique index applications_one_open_per_register on applications (enrollment_id)
  where state in ('awaiting_signature', 'signed', 'sent');
create index applications_by_organization on applications (organization_id, id);
create index applications_by_register on applications (enrollment_id, id);
create index applications_by_look on applications (next_look_at_us) where next_look_at_us is not null;

-- Registration cards that taxpayers got at the tax office, each reviewed once by the operator's staff.
create table registration_cards (
  id              $ID,
  enrollment_id   bigint not null references enrollments (id),
  uploaded_at_us  bigint not null,
  facts           text   not null,             -- JSON of enrollment::CardFacts
  scan            $BYTES not null,             -- JPEG, PNG or PDF as it came
  verdict         text,                        -- JSON of enrollment::Verdict; null: waits for the review
  reviewer        text,                        -- number of the user who reviewed
  reviewed_at_us  bigint
);
create unique index registration_cards_one_open_per_register on registration_cards (enrollment_id)
  where verdict is null;
create index registration_cards_by_register on registration_cards (enrollment_id, id);
create index registration_cards_waiting on registration_cards (id) where verdict is null;

-- Append-only: what happened to a register, oldest first.
create table enrollment_events (
  id              $ID,
  enrollment_id   bigint not null references enrollments (id),
  at_us           bigint not null,
  kind            text   not null,
  state           text   not null,             -- the state after it
  detail          text                         -- words of the tax authority, or what followed
);
create index enrollment_events_by_register on enrollment_events (enrollment_id, id);

-- Tokens of registers at the operator, never in clear.
create table operator_tokens (
  id              $ID,
  enrollment_id   bigint not null references enrollments (id),
  token_hash      $BYTES not null,             -- SHA-256 of the token with the register's number
  issued_at_us    bigint not null,
  dead_at_us      bigint                       -- when the next one was issued, or the register deregistered
);
create unique index operator_tokens_one_live_per_register on operator_tokens (enrollment_id) where dead_at_us is null;

-- Keys of programs that act for an organization; the keys themselves are never stored.
create table api_keys (
  id              $ID,
  organization_id bigint not null references organizations (id),
  user_id         bigint not null references users (id), -- who made it, and for whom it acts
  created_at_us   bigint not null,
  key_hash        $BYTES not null,             -- SHA-256 of the key
  name            text   not null,             -- what it is for; stands beside what was signed with it
  signing         text   not null,             -- whether it may sign applications
  revoked_at_us   bigint,
  constraint api_keys_hash_unique unique (key_hash),
  constraint api_keys_signing_known check (signing in ('allowed', 'denied'))
);
create index api_keys_by_organization on api_keys (organization_id, id);

-- Russian registers on their way through the tax service.
create table russian_enrollments (
  id              $ID,
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
create index russian_enrollments_by_organization on russian_enrollments (organization_id, id);

create table russian_applications (
  id              $ID,
  enrollment_id   bigint not null references russian_enrollments (id),
  created_at_us   bigint not null,
  kind            text   not null,
  request         text   not null,             -- JSON: what is applied for
  document        text   not null,             -- JSON of enrollment::ApplicationDocument
  content_hash    $BYTES not null,             -- SHA-256 that a signature covers
  state           text   not null,             -- kind of `body`
  body            text   not null,             -- JSON of enrollment::Application
  signer          text,                        -- who signed, as shown
  signed_at_us    bigint,
  constraint russian_applications_state_known check (state in ('awaiting_signature', 'cancelled', 'signed', 'sent',
    'completed', 'refused'))
);
create unique index russian_applications_one_open_per_register on russian_applications (enrollment_id)
  where state in ('awaiting_signature', 'signed', 'sent');
create index russian_applications_by_register on russian_applications (enrollment_id, id);

$APPEND_ONLY enrollment_events;
