//! Our own identifiers: 64-bit integers allotted by the database (docs/adr/0003).

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! typed_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Wraps the database's number.
            #[must_use]
            pub const fn new(id: i64) -> Self {
                Self(id)
            }

            /// The database's number.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

typed_id!(
    /// A taxpayer with shops, queues, registers and users.
    OrganizationId
);
typed_id!(
    /// An uploaded registration card of a Kazakh register.
    RegistrationCardId
);
typed_id!(
    /// A person who signs in.
    UserId
);
typed_id!(
    /// A source of receipts with its own credentials.
    ShopId
);
typed_id!(
    /// A receipt queue.
    QueueId
);
typed_id!(
    /// One cash register.
    RegisterId
);
typed_id!(
    /// One receipt on its way to becoming a fiscal document.
    TaskId
);
typed_id!(
    /// A delivery order that a courier turns into a receipt.
    OrderId
);
typed_id!(
    /// A courier, cashier or driver.
    EmployeeId
);
typed_id!(
    /// A trade point: the place where registers are used.
    TradePointId
);
typed_id!(
    /// An application about a register, to a tax authority or to the operator.
    ApplicationId
);
typed_id!(
    /// A key of a program that acts for an organization.
    ApiKeyId
);
typed_id!(
    /// A message to the outside: callback, mail, tax authority.
    OutboxId
);
typed_id!(
    /// A fiscal document as the operator stores it.
    DocumentId
);
