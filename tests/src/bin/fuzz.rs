//! Fuzzes for as long as one likes: `fuzz TARGET SECONDS [SEED]`. Prints what was tried, and what failed with the seed
//! to see it again.

use std::env;
use std::fs;
use std::panic;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use jsonapi_forge_tests::fuzz::TARGETS;

/// What counts as hanging.
const PATIENCE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let target = TARGETS.iter().find(|target| Some(target.name) == arguments.first().map(String::as_str));
    let (Some(target), Some(seconds)) = (target, number(1)) else {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!("usage: fuzz {} SECONDS [SEED]", names.join("|"));
        return ExitCode::from(2);
    };
    let corpus = target.corpus();
    let (sender, receiver) = mpsc::channel();
    let first = number(2).unwrap_or_default();
    let end = Instant::now() + Duration::from_secs(seconds);
    panic::set_hook(Box::new(|_| {}));
    thread::spawn(move || {
        for seed in first.. {
            let input = target.input(&corpus, seed);
            let failed = panic::catch_unwind(|| (target.run)(&input)).is_err();
            if sender.send((seed, failed)).is_err() {
                return;
            }
        }
    });
    let (mut runs, mut panics, mut hangs, mut next) = (0_u64, Vec::new(), Vec::new(), first);
    while Instant::now() < end {
        match receiver.recv_timeout(PATIENCE) {
            Ok((seed, failed)) => {
                runs += 1;
                next = seed + 1;
                panics.extend(failed.then_some(seed));
            }
            Err(_) => {
                hangs.push(next);
                break;
            }
        }
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown").trim().to_owned();
    println!(
        "{}: {runs} runs from seed {first}, {} panics, {} hangs, {peak} peak",
        target.name,
        panics.len(),
        hangs.len()
    );
    for (what, seeds) in [("panic", &panics), ("hang", &hangs)] {
        seeds.iter().take(20).for_each(|seed| println!("  {what}: seed {seed}"));
    }
    if panics.is_empty() && hangs.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
