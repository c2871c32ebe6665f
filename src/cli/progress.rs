//! What a long reading shows on a terminal: how many campaigns are read, of how many, and how fast. It goes to standard
//! error, only where that is a terminal that can take a line back, and nothing of it stays.

use std::env;
use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget};

use crate::snapshot::Progress;

/// Work that is done before says nothing.
const PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN: Duration = Duration::from_millis(100);

/// Does some work, and shows how far it is once it takes long.
pub fn show<T>(progress: &Progress, work: impl FnOnce() -> T) -> T {
    if !can_show() {
        return work();
    }
    thread::scope(|scope| {
        let (working, done) = mpsc::channel::<()>();
        // Without a thread for it nothing is shown.
        let _ = thread::Builder::new().spawn_scoped(scope, move || draw(progress, &done));
        let result = work();
        drop(working);
        result
    })
}

fn can_show() -> bool {
    io::stderr().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Draws until the work is over, which closes the channel.
fn draw(progress: &Progress, done: &Receiver<()>) {
    let started = Instant::now();
    if done.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = indicatif::ProgressStyle::with_template("{msg}") {
        bar.set_style(style);
    }
    loop {
        bar.set_message(line(progress.counts(), started.elapsed()));
        bar.tick();
        if done.recv_timeout(BETWEEN) != Err(RecvTimeoutError::Timeout) {
            break;
        }
    }
    bar.finish_and_clear();
}

/// The counts as they are read, and the rate over the whole time.
fn line((read, wanted): (usize, usize), elapsed: Duration) -> String {
    if wanted == 0 {
        return "reading the registry and the lake".to_owned();
    }
    let count = |number: usize| HumanCount(u64::try_from(number).unwrap_or(u64::MAX));
    let milliseconds = elapsed.as_millis().max(1);
    let rate = u128::try_from(read).unwrap_or(0).saturating_mul(1000).checked_div(milliseconds).unwrap_or(0);
    let rate = count(usize::try_from(rate).unwrap_or(usize::MAX));
    format!("read {} of {} campaigns, {rate}/s", count(read), count(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_counts_and_the_rate() {
        let line = |read, wanted| line((read, wanted), Duration::from_millis(2500));
        assert_eq!(line(12_000, 100_000), "read 12,000 of 100,000 campaigns, 4,800/s");
        assert_eq!(line(0, 0), "reading the registry and the lake");
    }

    #[test]
    fn the_work_is_done_whether_it_is_watched_or_not() {
        assert_eq!(show(&Progress::default(), || 7), 7);
    }
}
