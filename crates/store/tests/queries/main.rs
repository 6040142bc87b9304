//! Every query module, on both engines.

mod accounts;
mod documents;
mod enrollment;
mod kazakhstan;
mod operator;
mod orders;
mod outbox;
mod sandbox;
mod tasks;
mod world;
