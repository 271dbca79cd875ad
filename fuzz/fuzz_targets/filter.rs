#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| jsonapi_forge_tests::fuzz::wire::render_filter(input));
