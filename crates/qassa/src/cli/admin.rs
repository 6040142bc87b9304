//! The command line of `admin`.

use clap::{Args, Subcommand};

use super::Configured;

/// Options of `admin`.
#[derive(Debug, Args)]
pub struct Admin {
    /// Where the settings are.
    #[command(flatten)]
    pub configured: Configured,
    /// Print one JSON object.
    #[arg(long, global = true)]
    pub json: bool,
    /// What is made, changed or listed.
    #[command(subcommand)]
    pub thing: AdminThing,
}

/// What is made, changed or listed.
#[derive(Debug, Subcommand)]
pub enum AdminThing {
    /// Taxpayers.
    #[command(subcommand)]
    Organization(OrganizationVerb),
    /// People who sign in.
    #[command(subcommand)]
    User(UserVerb),
    /// Sources of receipts.
    #[command(subcommand)]
    Shop(ShopVerb),
    /// Receipt queues, filled by shops and emptied by registers.
    #[command(subcommand)]
    Queue(QueueVerb),
    /// Cash registers.
    #[command(subcommand)]
    Register(RegisterVerb),
}

/// What is done with organizations.
#[derive(Debug, Subcommand)]
pub enum OrganizationVerb {
    /// Create one.
    Create {
        /// Taxpayer number, 10 or 12 digits.
        #[arg(long)]
        inn: String,
        /// Code of the reason of enrollment; entrepreneurs have none.
        #[arg(long)]
        kpp: Option<String>,
        /// Name as it stands on receipts.
        #[arg(long)]
        name: String,
    },
    /// List them.
    List {
        /// Number of the last one of the list before.
        #[arg(long)]
        after: Option<i64>,
    },
}

/// What is done with users.
#[derive(Debug, Subcommand)]
pub enum UserVerb {
    /// Create one; without `--password-stdin` a password is made and shown once.
    Create {
        /// Login.
        #[arg(long)]
        login: String,
        /// `owner` or `cashier` of an organization, or `operator`.
        #[arg(long)]
        role: String,
        /// Number of the organization.
        #[arg(long)]
        organization: Option<i64>,
        /// Take the password from the first line of standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// List them.
    List {
        /// Of this organization alone.
        #[arg(long)]
        organization: Option<i64>,
        /// Number of the last one of the list before.
        #[arg(long)]
        after: Option<i64>,
    },
}

/// Where a shop hears of its tasks.
#[derive(Debug, Args)]
#[group(id = "callback_urls")]
pub struct Urls {
    /// Where it hears of done tasks that name no address themselves.
    #[arg(long)]
    pub success_url: Option<String>,
    /// Where it hears of failed tasks that name no address themselves.
    #[arg(long)]
    pub failure_url: Option<String>,
}

/// What is done with shops.
#[derive(Debug, Subcommand)]
pub enum ShopVerb {
    /// Create one; its secret is shown once.
    Create {
        /// Number of the organization.
        #[arg(long)]
        organization: i64,
        /// What people call it.
        #[arg(long)]
        name: String,
        /// Where it hears of its tasks.
        #[command(flatten)]
        urls: Urls,
        /// Sender of electronic receipts.
        #[arg(long)]
        sender_email: Option<String>,
    },
    /// Set both callback addresses; one that is not named is taken away.
    Urls {
        /// Number of the shop.
        shop: i64,
        /// Where it hears of its tasks.
        #[command(flatten)]
        urls: Urls,
    },
    /// List them.
    List {
        /// Number of the organization.
        #[arg(long)]
        organization: i64,
        /// Number of the last one of the list before.
        #[arg(long)]
        after: Option<i64>,
    },
}

/// Shops and registers at the ends of a queue.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct Ends {
    /// Number of a shop that fills it; may be given several times.
    #[arg(long)]
    pub shop: Vec<i64>,
    /// Number of a register that empties it; may be given several times.
    #[arg(long)]
    pub register: Vec<i64>,
}

/// What is done with queues.
#[derive(Debug, Subcommand)]
pub enum QueueVerb {
    /// Create one; it is active.
    Create {
        /// Number of the organization.
        #[arg(long)]
        organization: i64,
        /// What people call it.
        #[arg(long)]
        name: String,
    },
    /// Attach shops and registers of the same organization.
    Attach {
        /// Number of the queue.
        queue: i64,
        /// What is attached.
        #[command(flatten)]
        ends: Ends,
    },
    /// Take shops and registers away.
    Detach {
        /// Number of the queue.
        queue: i64,
        /// What is taken away.
        #[command(flatten)]
        ends: Ends,
    },
    /// Put a queue in use (`active`) or out of use (`passive`).
    State {
        /// Number of the queue.
        queue: i64,
        /// `active` or `passive`.
        state: String,
    },
    /// List them with what is attached.
    List {
        /// Number of the organization.
        #[arg(long)]
        organization: i64,
        /// Number of the last one of the list before.
        #[arg(long)]
        after: Option<i64>,
    },
}

/// What is done with registers.
#[derive(Debug, Subcommand)]
pub enum RegisterVerb {
    /// Create one; key and secret of its agent are shown once.
    Create(Box<RegisterDraft>),
    /// List them.
    List {
        /// Number of the organization.
        #[arg(long)]
        organization: i64,
        /// Number of the last one of the list before.
        #[arg(long)]
        after: Option<i64>,
    },
}

/// A register as it is described.
#[derive(Debug, Args)]
pub struct RegisterDraft {
    /// Number of the organization.
    #[arg(long)]
    pub organization: i64,
    /// `virtual`: driven by the platform, with an emulated storage; `agent`: a real one behind an agent.
    #[arg(long)]
    pub kind: String,
    /// What people call it; its serial number when left out.
    #[arg(long)]
    pub name: Option<String>,
    /// Serial number; made for a virtual register when left out.
    #[arg(long)]
    pub serial_number: Option<String>,
    /// Registration number; made for a virtual register when left out.
    #[arg(long)]
    pub registration_number: Option<String>,
    /// Number of the fiscal storage; made for a virtual register when left out.
    #[arg(long)]
    pub fiscal_storage: Option<String>,
    /// Version of the format: 1.05, 1.1 or 1.2 (the default).
    #[arg(long)]
    pub ffd: Option<String>,
    /// Name of the taxpayer on receipts; the organization's when left out.
    #[arg(long)]
    pub user_name: Option<String>,
    /// Address of settlement.
    #[arg(long)]
    pub settlement_address: String,
    /// Place of settlement, such as the site of a shop.
    #[arg(long)]
    pub settlement_place: String,
    /// Taxation regimes, with commas between them, such as `general,patent`.
    #[arg(long, value_delimiter = ',')]
    pub taxation: Vec<String>,
    /// Conditions of use, with commas between them, such as `internet_only`.
    #[arg(long, value_delimiter = ',')]
    pub conditions: Vec<String>,
    /// Number of the automatic machine, when nobody attends.
    #[arg(long)]
    pub machine_number: Option<String>,
    /// Cashier of documents that name nobody else.
    #[arg(long)]
    pub cashier: String,
    /// Taxpayer number of that cashier.
    #[arg(long)]
    pub cashier_inn: Option<String>,
    /// Sender of electronic receipts.
    #[arg(long)]
    pub sender_email: Option<String>,
    /// Taxpayer number of another fiscal data operator.
    #[arg(long)]
    pub ofd_inn: Option<String>,
    /// Name of another fiscal data operator.
    #[arg(long)]
    pub ofd_name: Option<String>,
}
