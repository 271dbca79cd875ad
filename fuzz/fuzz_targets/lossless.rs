#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| jsonapi_forge_goldens::lossless::check(input));
