//! The compact form of a bundle, for the page: the same facts in fewer bytes, read in steps.
//!
//! It is no contract: only a page of the same build reads it, which the [`Shape`] in front makes sure of. A document is
//! the shape, the SHA-256 of what follows, then the texts, each once, and the values: the digest of the bundle's JSON,
//! and the bundle.

mod read;
mod write;

pub use write::WriteError;

use std::mem::take;

use read::{Malformed, Reader, Texts};
use write::Writer;

use super::digest::Hashing;
use super::{Bundle, BundleError, Digest, Sha256Hex, Verified};

const MAGIC: &[u8] = b"value-ledger-compact\n";
/// How many bytes one step checks.
const CHECKED: usize = 1 << 20;
/// How many findings or campaigns one step reads.
const SOME: usize = 500;

/// What the types of a bundle are in one build: the build step takes a digest of their source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape<'a>(pub &'a str);

/// A document that is being read.
#[derive(Debug)]
pub struct Reading {
    bytes: Vec<u8>,
    at: usize,
    texts: Texts,
    so_far: Option<Verified>,
    todo: Todo,
}

#[derive(Debug)]
enum Todo {
    /// What follows, from so many bytes on, against what was said of it.
    Check {
        stated: Digest,
        hashing: Hashing,
        from: usize,
    },
    Front,
    Citations {
        left: usize,
    },
    Campaigns {
        left: usize,
    },
    Findings {
        left: usize,
    },
}

impl Bundle {
    /// The compact form; `digest` is that of the bundle's JSON.
    ///
    /// # Errors
    /// When a part of the bundle has no compact form.
    pub fn to_compact(&self, digest: &Digest, shape: Shape<'_>) -> Result<Vec<u8>, WriteError> {
        let Self {
            tool,
            taken_at,
            registry,
            findings,
            citations,
            campaigns,
            consulted,
            scan,
            unjudged,
            rates,
            ceilings,
            policy,
            problems,
            history,
            unchanged_since,
        } = self;
        let mut writer = Writer::default();
        writer.value(digest)?;
        // Each by itself, as `front` reads them: of all at once the page's program would keep every part apart.
        writer.value(taken_at)?;
        writer.value(tool)?;
        writer.value(registry)?;
        writer.value(consulted)?;
        writer.value(scan)?;
        writer.value(unjudged)?;
        writer.value(rates)?;
        writer.value(ceilings)?;
        writer.value(policy)?;
        writer.value(problems)?;
        writer.value(history)?;
        writer.value(unchanged_since)?;
        writer.value(citations)?;
        writer.value(campaigns)?;
        writer.value(findings)?;
        let body = writer.finish();
        let stated = Sha256Hex::of(&body);
        Ok([MAGIC, shape.0.as_bytes(), b"\n", stated.as_str().as_bytes(), b"\n", &body].concat())
    }

    /// Reads a compact form back, all of it at once.
    ///
    /// # Errors
    /// As [`Reading::of`] and [`Reading::step`].
    pub fn from_compact(bytes: Vec<u8>, shape: Shape<'_>) -> Result<Verified, BundleError> {
        let mut reading = Reading::of(bytes, shape)?;
        loop {
            if let Some(verified) = reading.step()? {
                return Ok(verified);
            }
        }
    }
}

impl Reading {
    /// Looks at what stands in front: of a document of another shape nothing else is read.
    ///
    /// # Errors
    /// [`BundleError::NotABundle`] and [`BundleError::OtherShape`].
    pub fn of(bytes: Vec<u8>, shape: Shape<'_>) -> Result<Self, BundleError> {
        let not_one = || BundleError::NotABundle("it does not begin like one".to_owned());
        let front = bytes.strip_prefix(MAGIC).ok_or_else(not_one)?;
        let mut lines = front.splitn(3, |byte| *byte == b'\n');
        if lines.next() != Some(shape.0.as_bytes()) {
            return Err(BundleError::OtherShape);
        }
        let stated = lines.next().and_then(|line| std::str::from_utf8(line).ok()).and_then(Digest::of_hex);
        let (stated, body) = stated.zip(lines.next()).ok_or_else(not_one)?;
        let at = bytes.len().saturating_sub(body.len());
        let todo = Todo::Check { stated, hashing: Hashing::default(), from: at };
        Ok(Self { bytes, at, texts: Texts::default(), so_far: None, todo })
    }

    /// Does some of what is left; gives the bundle when that was the last of it.
    ///
    /// # Errors
    /// [`BundleError::Changed`] and [`BundleError::NotABundle`].
    pub fn step(&mut self) -> Result<Option<Verified>, BundleError> {
        let malformed = |error: Malformed| BundleError::NotABundle(error.to_string());
        if let Todo::Check { stated, hashing, from } = &mut self.todo {
            let rest = self.bytes.get(*from..).unwrap_or_default();
            let some = rest.get(..CHECKED).unwrap_or(rest);
            hashing.add(some);
            *from = from.saturating_add(some.len());
            if some.len() == rest.len() {
                let found = take(hashing).finish();
                if found != *stated {
                    return Err(BundleError::Changed { stated: stated.clone(), found });
                }
                self.todo = Todo::Front;
            }
            return Ok(None);
        }
        let is_last = self.read_some().map_err(malformed)?;
        Ok(if is_last { self.so_far.take() } else { None })
    }

    /// Reads some of the values; whether those were the last.
    fn read_some(&mut self) -> Result<bool, Malformed> {
        let mut reader = Reader { bytes: &self.bytes, at: self.at, texts: &mut self.texts };
        let so_far = self.so_far.as_mut().map(|verified| &mut verified.bundle);
        match (&mut self.todo, so_far) {
            (Todo::Citations { left }, Some(bundle)) if *left > 0 => {
                let some: Vec<(String, _)> = reader.items(left, SOME)?;
                bundle.citations.extend(some);
            }
            (Todo::Citations { .. }, _) => self.todo = Todo::Campaigns { left: reader.count()? },
            (Todo::Campaigns { left }, Some(bundle)) if *left > 0 => {
                let some: Vec<(String, _)> = reader.items(left, SOME)?;
                bundle.campaigns.extend(some);
            }
            (Todo::Campaigns { .. }, _) => self.todo = Todo::Findings { left: reader.count()? },
            (Todo::Findings { left }, Some(bundle)) if *left > 0 => {
                let some: Vec<_> = reader.items(left, SOME)?;
                bundle.findings.extend(some);
            }
            (Todo::Findings { .. }, _) => return if reader.at == self.bytes.len() { Ok(true) } else { Err(Malformed) },
            (Todo::Front | Todo::Check { .. }, _) => {
                self.so_far = Some(front(&mut reader)?);
                self.todo = Todo::Citations { left: reader.count()? };
            }
        }
        self.at = reader.at;
        Ok(false)
    }
}

/// The texts, and all of a bundle but its lists.
fn front(reader: &mut Reader<'_>) -> Result<Verified, Malformed> {
    reader.read_texts()?;
    let digest = reader.value()?;
    let mut bundle = Bundle::empty(reader.value()?);
    bundle.tool = reader.value()?;
    bundle.registry = reader.value()?;
    bundle.consulted = reader.value()?;
    bundle.scan = reader.value()?;
    bundle.unjudged = reader.value()?;
    bundle.rates = reader.value()?;
    bundle.ceilings = reader.value()?;
    bundle.policy = reader.value()?;
    bundle.problems = reader.value()?;
    bundle.history = reader.value()?;
    bundle.unchanged_since = reader.value()?;
    Ok(Verified { bundle, digest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Campaign, Citation, Finding, Instant, Place, Problem, ProblemKind};

    const SHAPE: Shape<'_> = Shape("0123456789abcdef");

    fn bundle(findings: usize) -> Bundle {
        let finding = |position| Finding {
            position,
            id: Some(format!("f{position}")),
            title: Some("The same title".to_owned()),
            lines: [("id".to_owned(), 7), ("campaign_ids[0]".to_owned(), 9)].into_iter().collect(),
            campaign_ids: vec!["c".to_owned(); position % 3],
            ..Finding::default()
        };
        let mut bundle = Bundle::empty(Instant::parse("2026-11-02").expect("a day"));
        bundle.findings = (1..=findings).map(finding).collect();
        bundle.citations.insert("c".to_owned(), Citation::Ambiguous(vec!["a".to_owned(), "b".to_owned()]));
        bundle.campaigns.insert("a".to_owned(), Campaign { published_only: true, ..Campaign::default() });
        let place = Place::Registry { path: "title".to_owned() };
        bundle.problems.push(Problem { place, line: Some(7), column: None, kind: ProblemKind::Unanswered });
        bundle
    }

    fn compact(bundle: &Bundle) -> Vec<u8> {
        bundle.to_compact(&Digest::of("json"), SHAPE).expect("a compact form")
    }

    #[test]
    fn a_bundle_of_any_size_comes_back_with_the_digest_of_its_json() {
        for findings in [0, 1, SOME, SOME + 1, 3 * SOME] {
            let bundle = bundle(findings);
            let read = Bundle::from_compact(compact(&bundle), SHAPE).expect("what was written reads back");
            assert_eq!(read, Verified { bundle, digest: Digest::of("json") });
        }
    }

    #[test]
    fn a_text_stands_once_however_often_it_is_said() {
        let bytes = compact(&bundle(1000));
        assert_eq!(bytes.windows(14).filter(|window| *window == b"The same title").count(), 1);
    }

    #[test]
    fn a_document_of_another_shape_is_refused_before_it_is_read() {
        assert_eq!(Bundle::from_compact(compact(&bundle(3)), Shape("other")), Err(BundleError::OtherShape));
    }

    #[test]
    fn what_was_cut_off_or_changed_at_any_byte_is_refused() {
        let whole = compact(&bundle(3));
        for at in 0..whole.len() {
            let cut = whole.get(..at).unwrap_or_default().to_vec();
            assert!(Bundle::from_compact(cut, SHAPE).is_err(), "cut off at {at}");
            let mut changed = whole.clone();
            changed[at] ^= 0x20;
            assert!(Bundle::from_compact(changed, SHAPE).is_err(), "changed at {at}");
        }
    }

    /// Under the digest that it has.
    fn sealed(body: &[u8]) -> Vec<u8> {
        let stated = Sha256Hex::of(body);
        [MAGIC, SHAPE.0.as_bytes(), b"\n", stated.as_str().as_bytes(), b"\n", body].concat()
    }

    #[test]
    fn values_that_are_none_end_in_a_refusal_whatever_the_digest_says() {
        let whole = compact(&bundle(3));
        let body = &whole[MAGIC.len() + SHAPE.0.len() + 66..];
        assert_eq!(sealed(body), whole);
        for at in 0..body.len() {
            assert!(Bundle::from_compact(sealed(&body[..at]), SHAPE).is_err(), "cut off at {at}");
            for bit in 0..8 {
                let mut changed = body.to_vec();
                changed[at] ^= 1 << bit;
                // Another text is another bundle; any other outcome is a refusal, and none is a panic.
                let _ = Bundle::from_compact(sealed(&changed), SHAPE);
            }
        }
        let more = [body, b"\0"].concat();
        assert!(Bundle::from_compact(sealed(&more), SHAPE).is_err(), "more than the bundle");
    }

    #[test]
    fn a_few_bytes_cannot_ask_for_all_memory() {
        let many = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        assert!(Bundle::from_compact(sealed(&many), SHAPE).is_err(), "that many texts");
        // One text of 1 MB, named by as many values as it takes.
        let mut bundle = bundle(1);
        bundle.findings[0].campaign_ids = vec!["x".repeat(1 << 20); 600];
        assert!(Bundle::from_compact(compact(&bundle), SHAPE).is_err(), "more text than any registry holds");
    }
}
