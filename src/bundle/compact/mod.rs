//! The compact form of a bundle, for the page: the same facts in fewer bytes, read in steps.
//!
//! It is no contract: only a page of the same build reads it, which the [`Shape`] in front makes sure of. A document is
//! the shape, the SHA-256 of what follows, then the texts, each once, and the values: the digest of the bundle's JSON,
//! and the bundle.

mod read;
mod value;
mod write;

pub use read::{Reader, Shared};
pub use value::Compact;
pub(super) use value::{record, variants};
pub use write::Writer;

use std::ops::ControlFlow;

use super::digest::Hashing;
use super::{
    Bundle, BundleError, ByName, Ceilings, Consulted, Digest, Instant, Policy, Rates, Registry, Sha256Hex, Unjudged,
    Verified,
};

const MAGIC: &[u8] = b"value-ledger-compact\n";
/// How many bytes one step checks.
const CHECKED: usize = 1 << 20;
/// How many findings or campaigns one step reads.
const SOME: usize = 500;
/// A finding takes hardly fewer bytes; for more of them room is made as they are read.
const SHORTEST: usize = 32;

/// What the types of a bundle are in one build: the build step takes a digest of their source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape<'a>(pub &'a str);

/// A document of which only the front was looked at: it may have been changed.
#[derive(Debug)]
pub struct Unchecked {
    bytes: Vec<u8>,
    at: usize,
    stated: Digest,
}

/// A document whose digest is being taken.
#[derive(Debug)]
pub struct Checking {
    document: Unchecked,
    hashing: Hashing,
    from: usize,
}

/// A document that is being read.
#[derive(Debug)]
pub struct Reading {
    bytes: Vec<u8>,
    at: usize,
    shared: Shared,
    so_far: Option<Verified>,
    todo: Todo,
}

#[derive(Debug)]
enum Todo {
    Front,
    Citations { left: usize },
    Campaigns { left: usize },
    Findings { left: usize },
}

impl Bundle {
    /// The compact form; `digest` is that of the bundle's JSON.
    pub fn to_compact(&self, digest: &Digest, shape: Shape<'_>) -> Vec<u8> {
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
        digest.write(&mut writer);
        // In the order in which `front` and `read_some` read them.
        taken_at.write(&mut writer);
        tool.write(&mut writer);
        registry.write(&mut writer);
        consulted.write(&mut writer);
        scan.write(&mut writer);
        unjudged.write(&mut writer);
        rates.write(&mut writer);
        ceilings.write(&mut writer);
        policy.write(&mut writer);
        problems.write(&mut writer);
        history.write(&mut writer);
        unchanged_since.write(&mut writer);
        citations.write(&mut writer);
        campaigns.write(&mut writer);
        findings.write(&mut writer);
        let body = writer.finish();
        let stated = Sha256Hex::of(&body);
        [MAGIC, shape.0.as_bytes(), b"\n", stated.as_str().as_bytes(), b"\n", &body].concat()
    }

    /// Checks a compact form and reads it back, all of it at once.
    ///
    /// # Errors
    /// As [`Unchecked::of`], [`Checking::step`] and [`Reading::step`].
    pub fn from_compact(bytes: Vec<u8>, shape: Shape<'_>) -> Result<Verified, BundleError> {
        let mut checking = Unchecked::of(bytes, shape)?.checking();
        let mut reading = loop {
            match checking.step()? {
                ControlFlow::Continue(rest) => checking = rest,
                ControlFlow::Break(checked) => break checked,
            }
        };
        loop {
            if let Some(verified) = reading.step()? {
                return Ok(verified);
            }
        }
    }
}

impl Unchecked {
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
        Ok(Self { bytes, at, stated })
    }

    /// To be read as it is: a digest of all of its bytes, which came another way, has been checked.
    pub fn trusted(self) -> Reading {
        let Self { bytes, at, .. } = self;
        Reading { bytes, at, shared: Shared::default(), so_far: None, todo: Todo::Front }
    }

    /// To be read once it is what the digest in front of it was taken of.
    pub fn checking(self) -> Checking {
        Checking { from: self.at, document: self, hashing: Hashing::default() }
    }
}

impl Checking {
    /// Takes the digest of some of what is left; the document may be read when that was the last of it.
    ///
    /// # Errors
    /// [`BundleError::Changed`].
    pub fn step(mut self) -> Result<ControlFlow<Reading, Self>, BundleError> {
        let rest = self.document.bytes.get(self.from..).unwrap_or_default();
        let some = rest.get(..CHECKED).unwrap_or(rest);
        self.hashing.add(some);
        self.from = self.from.saturating_add(some.len());
        if some.len() < rest.len() {
            return Ok(ControlFlow::Continue(self));
        }
        let Self { document, hashing, .. } = self;
        let found = hashing.finish();
        if found == document.stated {
            Ok(ControlFlow::Break(document.trusted()))
        } else {
            Err(BundleError::Changed { stated: document.stated, found })
        }
    }
}

impl Reading {
    /// Does some of what is left; gives the bundle when that was the last of it.
    ///
    /// # Errors
    /// [`BundleError::NotABundle`].
    pub fn step(&mut self) -> Result<Option<Verified>, BundleError> {
        let malformed = || BundleError::NotABundle("its bytes are not those of a bundle".to_owned());
        let is_last = self.read_some().ok_or_else(malformed)?;
        Ok(if is_last { self.so_far.take() } else { None })
    }

    /// Reads some of the values; whether those were the last. None where they are not those of a bundle.
    fn read_some(&mut self) -> Option<bool> {
        let mut reader = Reader::of(&self.bytes, self.at, &mut self.shared);
        let so_far = self.so_far.as_mut().map(|verified| &mut verified.bundle);
        let mut is_last = false;
        match (&mut self.todo, so_far) {
            (Todo::Citations { left }, Some(bundle)) if *left > 0 => {
                bundle.citations.read_some(&mut reader, left, SOME)
            }
            (Todo::Citations { .. }, _) => self.todo = Todo::Campaigns { left: usize::read(&mut reader) },
            (Todo::Campaigns { left }, Some(bundle)) if *left > 0 => {
                bundle.campaigns.read_some(&mut reader, left, SOME)
            }
            (Todo::Campaigns { .. }, bundle) => {
                let left = usize::read(&mut reader);
                if let Some(bundle) = bundle {
                    bundle.findings.reserve_exact(left.min(reader.left() / SHORTEST));
                }
                self.todo = Todo::Findings { left };
            }
            (Todo::Findings { left }, Some(bundle)) if *left > 0 => bundle.findings.extend(reader.items(left, SOME)),
            (Todo::Findings { .. }, _) => {
                is_last = true;
                if reader.at() != Some(self.bytes.len()) {
                    return None;
                }
            }
            (Todo::Front, _) => {
                self.so_far = Some(front(&mut reader));
                self.todo = Todo::Citations { left: usize::read(&mut reader) };
            }
        }
        self.at = reader.at()?;
        Some(is_last)
    }
}

/// The texts, and all of a bundle but its lists.
fn front(reader: &mut Reader<'_>) -> Verified {
    reader.read_texts();
    let digest = Digest::read(reader);
    // In the order in which they were written.
    let bundle = Bundle {
        taken_at: Instant::read(reader),
        tool: String::read(reader),
        registry: Registry::read(reader),
        consulted: Consulted::read(reader),
        scan: Option::read(reader),
        unjudged: Unjudged::read(reader),
        rates: Rates::read(reader),
        ceilings: Ceilings::read(reader),
        policy: Policy::read(reader),
        problems: Vec::read(reader),
        history: Vec::read(reader),
        unchanged_since: Option::read(reader),
        citations: ByName::default(),
        campaigns: ByName::default(),
        findings: Vec::new(),
    };
    Verified { bundle, digest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Campaign, Citation, Finding, Lines, Place, Problem, ProblemKind};

    const SHAPE: Shape<'_> = Shape("0123456789abcdef");

    fn bundle(findings: usize) -> Bundle {
        let finding = |position| Finding {
            position,
            id: Some(format!("f{position}").into()),
            title: Some("The same title".into()),
            lines: [("id".to_owned(), 7), ("campaign_ids[0]".to_owned(), 9)].into_iter().collect(),
            campaign_ids: vec!["c".to_owned(); position % 3],
            ..Finding::default()
        };
        let mut bundle = Bundle::empty(Instant::parse("2026-11-02").expect("a day"));
        bundle.findings = (1..=findings).map(|position| Box::new(finding(position))).collect();
        bundle.citations.insert("c".to_owned(), Citation::Ambiguous(vec!["a".to_owned(), "b".to_owned()]));
        bundle.campaigns.insert("a".to_owned(), Box::new(Campaign { published_only: true, ..Campaign::default() }));
        let place = Place::Registry { path: "title".to_owned() };
        bundle.problems.push(Problem { place, line: Some(7), column: None, kind: ProblemKind::Unanswered });
        bundle
    }

    fn compact(bundle: &Bundle) -> Vec<u8> {
        bundle.to_compact(&Digest::of("json"), SHAPE)
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
    fn paths_stand_once_and_come_back_in_whatever_order_findings_have_them() {
        let mut bundle = bundle(5);
        for finding in bundle.findings.iter_mut().step_by(2) {
            finding.lines = [("title of one alone".to_owned(), 70), ("id".to_owned(), u32::MAX)].into_iter().collect();
        }
        bundle.findings[4].lines = Lines::default();
        let bytes = compact(&bundle);
        assert_eq!(Bundle::from_compact(bytes, SHAPE).map(|read| read.bundle), Ok(bundle));
    }

    #[test]
    fn paths_that_nobody_wrote_and_lines_beyond_all_are_refused() {
        let read = |values: &[u64]| {
            let mut writer = Writer::default();
            values.iter().for_each(|value| writer.number(*value));
            let body = writer.finish();
            let mut shared = Shared::default();
            let mut reader = Reader::of(&body, 0, &mut shared);
            reader.read_texts();
            let lines = Lines::read(&mut reader);
            reader.at().map(|_| lines)
        };
        assert_eq!(read(&[0, 0, 0, 7]).map(|lines| lines.is_empty()), Some(true), "a layout of no paths, and a line");
        assert_eq!(read(&[1, 7]), None, "a layout that was not there before");
        assert_eq!(read(&[0, 1, 7]), None, "paths that were not there before");
        assert_eq!(read(&[0, 0, 1, 0, 7, 0]), None, "a text that there is none of");
        let beyond = u64::from(u32::MAX);
        assert_eq!(read(&[0, 0, 0, beyond + 1]), None, "a lowest line beyond all");
        let mut writer = Writer::default();
        let lines: Lines = [("id".to_owned(), 7), ("win".to_owned(), 9)].into_iter().collect();
        lines.write(&mut writer);
        let body = writer.finish();
        let (lowest, front) = body.split_last().expect("a lowest line");
        assert_eq!(*lowest, 7);
        for (lowest, is_there) in [(beyond - 2, true), (beyond - 1, false)] {
            let mut shared = Shared::default();
            let mut writer = Writer::default();
            writer.number(lowest);
            let body = [front, &writer.finish()[1..]].concat();
            let mut reader = Reader::of(&body, 0, &mut shared);
            reader.read_texts();
            Lines::read(&mut reader);
            assert_eq!(reader.at().is_some(), is_there, "{lowest}");
        }
    }

    #[test]
    fn a_document_of_another_shape_is_refused_before_it_is_read() {
        assert_eq!(Bundle::from_compact(compact(&bundle(3)), Shape("other")), Err(BundleError::OtherShape));
    }

    #[test]
    fn a_document_whose_digest_was_checked_elsewhere_is_read_whatever_it_says_of_itself() {
        let mut bytes = compact(&bundle(3));
        let digit = MAGIC.len() + SHAPE.0.len() + 1;
        bytes[digit] = if bytes[digit] == b'0' { b'1' } else { b'0' };
        assert!(matches!(Bundle::from_compact(bytes.clone(), SHAPE), Err(BundleError::Changed { .. })));
        let mut reading = Unchecked::of(bytes, SHAPE).expect("a document of this shape").trusted();
        let verified = loop {
            if let Some(verified) = reading.step().expect("nothing else was changed") {
                break verified;
            }
        };
        assert_eq!(verified, Verified { bundle: bundle(3), digest: Digest::of("json") });
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
