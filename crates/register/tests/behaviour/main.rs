//! How a virtual register and its fiscal storage behave, seen from outside.

mod documents;
mod support;
