//! The command line.

mod admin;
mod signature;

use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::check::NumberKind;

pub use admin::{
    Admin, AdminThing, Ends, OrganizationVerb, QueueVerb, RegisterDraft, RegisterVerb, ShopVerb, Urls,
    UserVerb,
};
pub use signature::{SignatureAct, SignatureFile, SignatureRevocation};

/// Open fiscal-data platform: cloud registers, operator, personal account.
#[derive(Debug, Parser)]
#[command(name = "qassa", version, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The whole platform as a sandbox in one process.
    Demo(Demo),
    /// The platform.
    Serve(Serve),
    /// Bring the database to the schema of this version.
    Migrate(Configured),
    /// Look at the configuration, the database, the disk, the addresses, the clock and the mail server.
    Doctor(Configured),
    /// Create, change and list organizations, users, shops, queues and registers.
    Admin(Admin),
    /// Sit beside a real register: take tasks from the cloud, drive the device.
    Agent(Agent),
    /// The software cash register of Kazakhstan: a local journal, an HTTP API, a configurator.
    Core(Core),
    /// Read a message, container or document and print it.
    Decode(Decode),
    /// Write a message, container or document from the JSON of `decode --json`.
    Encode(Encode),
    /// Is this number, signature or receipt right?
    Check(Check),
}

/// Options of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Folder of the sandbox; without it a temporary one is used and removed.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Address of pages and API; port 0 picks a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8000")]
    pub http: SocketAddr,
    /// Address of the operator; port 0 picks a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7777")]
    pub ofd: SocketAddr,
    /// Address of the software register; port 0 picks a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub core: SocketAddr,
    /// Further operator of the software register, `name=host:port=test`; may be repeated. It takes no others.
    #[arg(long = "core-operator", value_name = "OPERATOR", value_parser = core_register::OperatorServer::parse)]
    pub core_operators: Vec<core_register::OperatorServer>,
    /// Database in place of the embedded one in the folder.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Virtual registers that share the sandbox's queue, when it is made anew.
    #[arg(long, value_name = "COUNT", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub registers: u16,
    /// Enrolled registers of the Kazakh organization, when the sandbox is made anew.
    #[arg(long, value_name = "COUNT", default_value_t = 2, value_parser = clap::value_parser!(u16).range(2..=1024))]
    pub kz_registers: u16,
    /// Moment at which the sandbox's clock starts, RFC 3339; without it the present one.
    #[arg(long, value_name = "RFC3339")]
    pub now: Option<String>,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where the settings are.
    #[command(flatten)]
    pub configured: Configured,
    /// Parts of the platform that this process runs.
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "ROLES",
        default_value = "api,portal,ofd,worker"
    )]
    pub role: Vec<Role>,
}

/// A part of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Role {
    /// Doors of shops and registers, own API.
    Api,
    /// Pages.
    Portal,
    /// The operator's TCP server.
    Ofd,
    /// Registers, deliveries, callbacks, mails.
    Worker,
}

/// Where the settings are.
#[derive(Debug, Args)]
pub struct Configured {
    /// Configuration file (TOML). Environment variables `QASSA_SECTION__KEY` win over it.
    #[arg(long, value_name = "FILE", env = "QASSA_CONFIG", global = true)]
    pub config: Option<PathBuf>,
}

/// Options of `agent`.
#[derive(Debug, Args)]
pub struct Agent {
    /// Configuration file (TOML) of the agent.
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
}

/// Options of `core`.
#[derive(Debug, Args)]
pub struct Core {
    /// Folder of the journal; made when it is missing.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Address of API and configurator; others than loopback let the network in.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Name by which browsers may call it, beside loopback names and addresses; may be repeated.
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Operator to choose from: `name=host:port`, or `name=host:port=test`; may be repeated.
    #[arg(long = "operator", value_name = "OPERATOR", value_parser = core_register::OperatorServer::parse)]
    pub operators: Vec<core_register::OperatorServer>,
    /// A sandbox: its clock may be moved. Its journal is never taken up without this, nor another one with it.
    #[arg(long)]
    pub sandbox: bool,
    /// Moment at which the sandbox's clock starts, RFC 3339. Without it the present one.
    #[arg(long, value_name = "RFC3339", requires = "sandbox")]
    pub now: Option<String>,
}

/// Options of `decode`.
#[derive(Debug, Args)]
pub struct Decode {
    /// What the bytes are.
    #[arg(value_enum)]
    pub kind: DecodeKind,
    /// File; `-` or nothing reads standard input.
    pub file: Option<PathBuf>,
    /// How the bytes are written.
    #[command(flatten)]
    pub writing: Writing,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// What the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum DecodeKind {
    /// Session header of the Russian protocol and what follows.
    RuMessage,
    /// Container of the Russian protocol.
    RuContainer,
    /// Document of the Russian format.
    RuTlv,
    /// Message of a register in the Kazakh protocol.
    KzRequest,
    /// The operator's answer in the Kazakh protocol.
    KzResponse,
    /// Whatever it looks like.
    Auto,
}

/// How bytes are written in a file.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct Writing {
    /// Hexadecimal digits; blanks and line ends do not count.
    #[arg(long)]
    pub hex: bool,
    /// Base64.
    #[arg(long)]
    pub base64: bool,
    /// The bytes themselves.
    #[arg(long)]
    pub raw: bool,
}

/// Options of `encode`.
#[derive(Debug, Args)]
pub struct Encode {
    /// What to write; `auto` goes by the JSON.
    #[arg(value_enum)]
    pub kind: DecodeKind,
    /// File with the JSON of `decode --json`; `-` or nothing reads standard input.
    pub file: Option<PathBuf>,
    /// How to write the bytes; hexadecimal without an option.
    #[command(flatten)]
    pub writing: Writing,
}

/// Options of `check`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Check {
    /// Look at a whole file.
    #[command(subcommand)]
    pub whole: Option<CheckWhole>,
    /// Kind of the values.
    #[arg(required = true, value_enum)]
    pub kind: Option<NumberKind>,
    /// Values to look at; behind `--` when one begins with a hyphen.
    #[arg(required = true, num_args = 1..)]
    pub values: Vec<String>,
    /// For `rnm`: taxpayer number of the owner.
    #[arg(long)]
    pub inn: Option<String>,
    /// For `rnm`: serial number of the register.
    #[arg(long)]
    pub serial: Option<String>,
}

/// Checks of whole files.
#[derive(Debug, Subcommand)]
pub enum CheckWhole {
    /// Lint a shop's receipt without sending it: all findings at once.
    Receipt {
        /// File; `-` reads standard input.
        file: PathBuf,
        /// Dialect of the receipt.
        #[arg(long, value_enum, default_value = "komtet-v2")]
        door: ReceiptDoor,
    },
    /// Verify an electronic signature of Kazakhstan or Russia: CMS, CAdES-BES, XML, or a time stamp.
    Signature(SignatureFile),
}

/// Dialect of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ReceiptDoor {
    /// Shop API, version 1.
    KomtetV1,
    /// Shop API, version 2.
    KomtetV2,
}
