//! The feed of changes, as Atom (RFC 4287): an entry for each publish that changed something.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::bundle::{Change, Edition, Sha256Hex};
use crate::ledger::{Ledger, printable, summary_of_changes};

const NAMESPACE: &str = "http://www.w3.org/2005/Atom";

type Xml = Writer<Vec<u8>>;

/// The feed of a ledger's record; without a record it is a feed without entries.
///
/// # Errors
/// When it cannot be written, which memory never refuses.
pub fn write(title: &str, ledger: &Ledger) -> io::Result<Vec<u8>> {
    let facts = &ledger.facts;
    let updated = facts.history.first().map_or(facts.taken_at, |newest| newest.taken_at);
    let of_registry = format!("{} {}", facts.registry.file, facts.registry.baseline_context.as_deref().unwrap_or(""));
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element("feed").with_attribute(("xmlns", NAMESPACE)).write_inner_content(|xml| {
        text(xml, "title", &format!("{title}: changes"))?;
        text(xml, "id", &urn(&of_registry))?;
        text(xml, "updated", &updated.to_string())?;
        xml.create_element("author").write_inner_content(|xml| text(xml, "name", &facts.tool))?;
        link(xml)?;
        facts.history.iter().try_for_each(|edition| entry(xml, edition))
    })?;
    let mut feed = xml.into_inner();
    feed.push(b'\n');
    Ok(feed)
}

fn entry(xml: &mut Xml, edition: &Edition) -> io::Result<()> {
    let changes: Vec<&Change> = edition.changes.iter().collect();
    let identity = format!("{} {}", edition.since.digest, edition.taken_at);
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "title", &summary_of_changes(&changes, edition.more))?;
        text(xml, "id", &urn(&identity))?;
        text(xml, "updated", &edition.taken_at.to_string())?;
        link(xml)?;
        text(xml, "content", &lines(edition))
    })?;
    Ok(())
}

/// A change a line, the finding in front.
fn lines(edition: &Edition) -> String {
    let mut lines: Vec<String> =
        edition.changes.iter().map(|change| format!("{}: {}", change.subject(), change.words())).collect();
    if edition.more > 0 {
        lines.push(format!("and {} changes more", edition.more));
    }
    lines.join("\n")
}

/// The page, which lies beside the feed.
fn link(xml: &mut Xml) -> io::Result<()> {
    xml.create_element("link").with_attribute(("rel", "alternate")).with_attribute(("href", "./")).write_empty()?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, words: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&printable::xml(words)))?;
    Ok(())
}

/// The same text gives the same identity: a UUID (version 8) of its digest.
fn urn(text: &str) -> String {
    let digest = Sha256Hex::of(text.as_bytes());
    let hex = digest.as_str();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("urn:uuid:{}-{}-8{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;

    use super::*;
    use crate::bundle::{Digest, Instant, Since, What};
    use crate::ledger::flag::testing::Case;

    fn feed(title: &str) -> String {
        let at = |day| Instant::parse(day).expect("a day");
        let since = Since { taken_at: at("2026-10-01"), digest: Digest::of("a") };
        let what = What::Added { lifecycle: "done".to_owned() };
        let change = Change { key: Some("a".to_owned()), title: title.to_owned(), what };
        let mut case = Case::done();
        case.bundle.history = vec![Edition::of(at("2026-10-02"), since, vec![change])];
        String::from_utf8(write("Ledger", &case.ledger()).expect("a feed")).expect("UTF-8")
    }

    #[test]
    fn an_edition_is_an_entry() {
        let feed = feed("A win");
        for part in [
            "<title>Ledger: changes</title>",
            "<updated>2026-10-02T00:00:00Z</updated>",
            "<title>1 new</title>",
            "<content>A win: new finding, done</content>",
        ] {
            assert!(feed.contains(part), "{part} in {feed}");
        }
        let id = feed.lines().find(|line| line.contains("urn:uuid:")).expect("an id").trim();
        assert_eq!(id.len(), "<id>urn:uuid:00000000-0000-0000-0000-000000000000</id>".len());
    }

    #[test]
    fn hostile_words_stay_words() {
        let feed = feed("</title><script>\u{1}\u{fffe}&");
        assert!(feed.contains("&lt;/title&gt;&lt;script&gt;\u{fffd}\u{fffd}&amp;: new finding"), "{feed}");
        let mut reader = Reader::from_str(&feed);
        let mut elements = 0;
        loop {
            match reader.read_event().expect("XML") {
                Event::Start(_) | Event::Empty(_) => elements += 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(elements, 13);
    }
}
