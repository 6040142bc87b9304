//! What a request may cost. Everything is refused early, with the limit in the answer; docs/limits.md lists it.
//!
//! Limits of the law, such as 128 characters of a name, are not here: the lint of `receipt` knows them.

use crate::json::Bounds;

/// Body of one receipt or order. The largest document that registers seal is 30 kB; JSON of that is about five
/// times as long, with every letter escaped fifteen times.
pub const BODY_BYTES_MAX: usize = 512 * 1024;

/// Body of a batch of receipts.
pub const BATCH_BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Body of a request without a receipt: credentials, reports of agents.
pub const SMALL_BODY_BYTES_MAX: usize = 64 * 1024;

/// Receipts of one batch. One unit of work writes them all.
pub const BATCH_RECEIPTS_MAX: usize = 500;

/// Positions that are read at all. Documents take about 170, so that what exceeds this is no receipt.
pub const POSITIONS_MAX: usize = 1_000;

/// Payments that are read at all.
pub const PAYMENTS_MAX: usize = 100;

/// Shape of one receipt or order.
pub const RECEIPT_BOUNDS: Bounds = Bounds {
    depth_max: 12,
    items_max: POSITIONS_MAX,
    keys_max: 128,
    values_max: 60_000,
};

/// Shape of a batch.
pub const BATCH_BOUNDS: Bounds = Bounds {
    depth_max: 13,
    items_max: POSITIONS_MAX,
    keys_max: 128,
    values_max: 300_000,
};

/// Shape of a request without a receipt.
pub const SMALL_BOUNDS: Bounds = Bounds {
    depth_max: 8,
    items_max: 64,
    keys_max: 64,
    values_max: 500,
};

/// Characters of an external id, as other services of this kind have it.
pub const EXTERNAL_ID_LENGTH_MAX: usize = 128;

/// Characters of a URL that we call.
pub const URL_LENGTH_MAX: usize = 2_000;

/// Characters of any other text that a door reads; the lint knows the tighter limits of the tags.
pub const TEXT_LENGTH_MAX: usize = 4_000;

/// Characters of a text that an answer repeats to say what was wrong.
pub const SHOWN_LENGTH_MAX: usize = 80;

/// Wrong fields that one answer lists.
pub const FIELD_ERRORS_MAX: usize = 100;

/// Phones of one agent or supplier.
pub const PHONES_MAX: usize = 20;

/// Rows of a list without a stated limit, as KOMTET has it.
pub const LIST_LIMIT_DEFAULT: u32 = 10;

/// Rows of a list.
pub const LIST_LIMIT_MAX: u32 = 500;

/// Registers or applications of one bulk operation.
pub const BULK_MAX: usize = 64;

/// Characters of the name of an API key.
pub const KEY_NAME_LENGTH_MAX: usize = 100;

/// Length of an `Authorization` header that is looked up.
pub const CREDENTIAL_LENGTH_MAX: usize = 64;

/// Length of a request target that is read.
pub const TARGET_LENGTH_MAX: usize = 4_000;

/// Kibibytes of bodies that all calls hold together; beyond it callers are told to come back.
pub const BODIES_IN_FLIGHT_KIB_MAX: usize = 64 * 1024;

/// Passwords that are checked or hashed at the same time; each takes 19 MiB.
pub const PASSWORDS_IN_FLIGHT_MAX: usize = app::credentials::PASSWORDS_AT_ONCE_MAX;

/// Time in which a body has to arrive, seconds.
pub const BODY_READ_S_MAX: u64 = 30;

/// Rows of a list of our own API without a stated limit.
pub const OWN_LIST_LIMIT_DEFAULT: u32 = 50;

/// Most transactions of one page.
pub const TRANSACTIONS_LIMIT_MAX: u32 = 200;

/// Bytes of a password at sign-in.
pub const PASSWORD_LENGTH_MAX: usize = 512;

/// Bytes of a refused body that are read and forgotten before the answer.
pub const DRAINED_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Time that reading and forgetting may take, seconds.
pub const DRAIN_S_MAX: u64 = 5;
