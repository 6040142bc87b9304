//! Every query module, on both engines.

mod accounts;
mod api_keys;
mod documents;
mod enrollment;
mod kazakhstan;
mod kz_pages;
mod operator;
mod orders;
mod outbox;
mod russian_enrollments;
mod sandbox;
mod tasks;
mod world;
