mod exchange;
mod report;
mod result;
mod sample;
mod ticket_foreign;
mod ticket_own;
