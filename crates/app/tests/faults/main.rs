//! What must hold when registers die, storages end and clocks jump, on both engines: the use cases are driven as the
//! worker drives them, with a clock that the test moves.

mod clock;
mod registers;
mod shifts;
mod stage;
mod storages;
