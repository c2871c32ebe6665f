//! The published lake: a real S3-compatible server on loopback, files on disk, and the example's own lake.

mod example;
mod failures;
mod keys;
mod parquet;
mod presence;
mod reading;
mod registry;
mod rows;
mod scan;
mod store;
mod web;
