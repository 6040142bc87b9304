mod exchange;
mod report;
mod result;
mod sample;
mod storno_parts;
mod ticket_foreign;
mod ticket_own;
