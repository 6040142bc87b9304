mod report;
mod sample;
mod ticket_foreign;
mod ticket_own;
