//! A core from outside: HTTP on one side, an operator on a socket on the other.

mod door;
mod faults;
mod operator;
mod pages;
mod papers;
mod registers;
mod selling;
mod starting;
mod ways_out;
mod world;
