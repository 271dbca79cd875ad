//! The command line of `jsonapi-forge`.

fn main() {}
