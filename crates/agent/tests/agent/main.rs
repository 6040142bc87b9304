//! The agent between a scripted register and a scripted cloud.

mod cloud;
mod device;
mod journey;
mod restart;
mod trouble;
mod words;
mod world;
