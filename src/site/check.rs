//! The site's own check, made of the files as they were written and before they are put in place: every document is
//! parsed back, the rows in each are counted against the registry, digests and links are followed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use lol_html::html_content::Element;
use lol_html::{RewriteStrSettings, element, rewrite_str, text};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use quick_xml::Reader;
use quick_xml::events::Event as XmlEvent;
use serde_json::Value;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::SHAPE;
use crate::bundle::{Bundle, Sha256Hex, Verified};
use crate::ledger::is_relative_address;
use crate::ui::rows_in_text;

use super::document::{INDEX_FILE, file_name};
use super::{BADGE_FILE, FEED_FILE, LEDGER_JSON, LEDGER_MARKDOWN, MANIFEST_FILE, Manifest, SiteError, digest, packed};

/// How many complaints are said.
const SAID: usize = 5;

type Files = BTreeMap<String, Vec<u8>>;

/// Checks the files of a site of a registry with so many findings.
///
/// # Errors
/// The first few things that do not hold.
pub fn check(files: &Files, findings: usize) -> Result<(), SiteError> {
    let checks = [manifest, page, bundle, ledger_json, ledger_markdown, badge, feed, compressed];
    let complaints: Vec<String> = checks.into_iter().filter_map(|check| check(files, findings).err()).collect();
    if complaints.is_empty() {
        return Ok(());
    }
    Err(SiteError::Check(complaints.into_iter().take(SAID).collect::<Vec<_>>().join("; ")))
}

fn text<'a>(files: &'a Files, name: &str) -> Result<&'a str, String> {
    let bytes = files.get(name).ok_or_else(|| format!("{name} is not there"))?;
    std::str::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8"))
}

fn parsed(files: &Files, name: &str) -> Result<Value, String> {
    serde_json::from_str(text(files, name)?).map_err(|error| format!("{name} is not JSON: {error}"))
}

fn of_site(files: &Files) -> Result<Manifest, String> {
    Manifest::parse(text(files, MANIFEST_FILE)?).ok_or_else(|| format!("{MANIFEST_FILE} is no manifest"))
}

fn compressed(files: &Files, _: usize) -> Result<(), String> {
    packed::check(files)
}

fn counted(name: &str, found: usize, wanted: usize) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("{name} holds {found} findings and should hold {wanted}")) }
}

fn manifest(files: &Files, _: usize) -> Result<(), String> {
    let stated = of_site(files)?.files;
    let found: BTreeMap<String, Sha256Hex> = files
        .iter()
        .filter(|(name, _)| *name != MANIFEST_FILE)
        .map(|(name, bytes)| (name.clone(), Sha256Hex::of(bytes)))
        .collect();
    let names: BTreeSet<&String> = stated.keys().chain(found.keys()).collect();
    match names.into_iter().find(|name| stated.get(*name) != found.get(*name)) {
        Some(other) => Err(format!("{other} is not what {MANIFEST_FILE} says")),
        None => Ok(()),
    }
}

fn bundle(files: &Files, findings: usize) -> Result<(), String> {
    let name = of_site(files)?.bundle;
    let read = Bundle::from_json(text(files, &name)?).map_err(|error| format!("{name}: {error}"))?;
    counted(&name, read.bundle.findings.len(), findings)?;
    let (of_page, _) = seen(text(files, INDEX_FILE)?)?.bundle.unwrap_or_default();
    let compact = files.get(&of_page).ok_or_else(|| format!("{of_page:?} is not there"))?;
    if compact_bundle(compact).map_err(|cause| format!("{of_page}: {cause}"))? != read {
        return Err(format!("{of_page} does not say what {name} does"));
    }
    Ok(())
}

/// What the page will read.
fn compact_bundle(compact: &[u8]) -> Result<Verified, String> {
    let bytes = packed::unpacked(compact).map_err(|error| error.to_string())?;
    Bundle::from_compact(bytes, SHAPE).map_err(|error| error.to_string())
}

fn ledger_json(files: &Files, findings: usize) -> Result<(), String> {
    let document = parsed(files, LEDGER_JSON)?;
    counted(LEDGER_JSON, document.get("findings").and_then(Value::as_array).map_or(0, Vec::len), findings)
}

/// The rows of the tables whose first column is the finding.
fn ledger_markdown(files: &Files, findings: usize) -> Result<(), String> {
    let (mut is_head, mut heading, mut rows) = (false, String::new(), 0_usize);
    for event in Parser::new_ext(text(files, LEDGER_MARKDOWN)?, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableHead) => (is_head, heading) = (true, String::new()),
            Event::End(TagEnd::TableHead) => is_head = false,
            Event::End(TagEnd::TableCell) if is_head => heading.push('|'),
            Event::Text(words) if is_head => heading.push_str(&words),
            Event::Start(Tag::TableRow) if heading.starts_with("Finding|") => rows = rows.saturating_add(1),
            _ => {}
        }
    }
    counted(LEDGER_MARKDOWN, rows, findings)
}

fn badge(files: &Files, _: usize) -> Result<(), String> {
    let message = parsed(files, BADGE_FILE)?.get("message").and_then(Value::as_str).map(str::len);
    if message.unwrap_or(0) > 0 { Ok(()) } else { Err(format!("{BADGE_FILE} says nothing")) }
}

/// As many entries as the bundle's record has editions.
fn feed(files: &Files, _: usize) -> Result<(), String> {
    let name = of_site(files)?.bundle;
    let editions = Bundle::from_json(text(files, &name)?).map(|read| read.bundle.history.len()).unwrap_or_default();
    let mut reader = Reader::from_str(text(files, FEED_FILE)?);
    let mut entries = 0_usize;
    loop {
        match reader.read_event().map_err(|error| format!("{FEED_FILE} is not XML: {error}"))? {
            XmlEvent::Start(element) if element.name().as_ref() == b"entry" => entries = entries.saturating_add(1),
            XmlEvent::Eof => break,
            _ => {}
        }
    }
    if entries == editions {
        Ok(())
    } else {
        Err(format!("{FEED_FILE} has {entries} entries and should have {editions}"))
    }
}

/// Checks a report: the rows, the bundle inside, and that nothing in it leads to a file beside it.
///
/// # Errors
/// What does not hold.
pub fn check_report(report: &str, findings: usize) -> Result<(), SiteError> {
    let complain = |complaint: String| SiteError::Check(format!("the report: {complaint}"));
    let bundle = RefCell::new(String::new());
    let settings = RewriteStrSettings::new().append_element_content_handler(text!("#value-ledger-bundle", |chunk| {
        bundle.borrow_mut().push_str(chunk.as_str());
        Ok(())
    }));
    rewrite_str(report, settings).map_err(|error| complain(error.to_string()))?;
    let packed = STANDARD.decode(bundle.into_inner()).map_err(|error| complain(error.to_string()))?;
    let bundle = compact_bundle(&packed).map_err(complain)?.bundle;
    let seen = seen(report).map_err(complain)?;
    counted("its data", bundle.findings.len(), findings).map_err(complain)?;
    counted("its document", seen.rows, rows_in_text(findings)).map_err(complain)?;
    let is_inside = |address: &&String| {
        address.starts_with("data:image/png;base64,") || leads_somewhere(address, &Files::new(), &seen.ids)
    };
    match seen.addresses.iter().find(|address| !is_inside(address)) {
        Some(address) => Err(complain(format!("it leads to {address:?}, which is not in it"))),
        None => Ok(()),
    }
}

/// What the page's document holds.
#[derive(Default)]
struct Seen {
    rows: usize,
    ids: BTreeSet<String>,
    /// Where links lead, and what is loaded.
    addresses: Vec<String>,
    bundle: Option<(String, String)>,
}

impl Seen {
    fn see(&mut self, element: &Element<'_, '_>) {
        self.ids.extend(element.get_attribute("id"));
        self.addresses.extend(["href", "src"].iter().filter_map(|name| element.get_attribute(name)));
        if element.has_attribute("data-finding") {
            self.rows = self.rows.saturating_add(1);
        }
        if element.get_attribute("name").as_deref() == Some("value-ledger-bundle") {
            let attribute = |name| element.get_attribute(name).unwrap_or_default();
            self.bundle = Some((attribute("content"), attribute("data-integrity")));
        }
    }
}

fn seen(html: &str) -> Result<Seen, String> {
    let seen = RefCell::new(Seen::default());
    let settings = RewriteStrSettings::new().append_element_content_handler(element!("*", |element| {
        seen.borrow_mut().see(element);
        Ok(())
    }));
    rewrite_str(html, settings).map_err(|error| error.to_string())?;
    Ok(seen.into_inner())
}

fn page(files: &Files, findings: usize) -> Result<(), String> {
    let seen = seen(text(files, INDEX_FILE)?).map_err(|error| format!("{INDEX_FILE}: {error}"))?;
    counted(INDEX_FILE, seen.rows, rows_in_text(findings))?;
    let named = seen.bundle.as_ref().and_then(|(name, stated)| Some((files.get(name)?, stated)));
    if named.is_none_or(|(bytes, stated)| digest::integrity(bytes) != *stated) {
        return Err(format!("{INDEX_FILE} does not name the bundle with its digest"));
    }
    let icons = parsed(files, "manifest.webmanifest")?;
    let icons = icons.get("icons").and_then(Value::as_array).into_iter().flatten();
    let icons = icons.filter_map(|icon| icon.get("src").and_then(Value::as_str).map(str::to_owned));
    match seen.addresses.iter().cloned().chain(icons).find(|address| !leads_somewhere(address, files, &seen.ids)) {
        Some(address) => Err(format!("{INDEX_FILE} leads to {address:?}, which is not there")),
        None => Ok(()),
    }
}

/// A link leads to a file of the site, to a place of the page, or by https elsewhere.
fn leads_somewhere(address: &str, files: &Files, ids: &BTreeSet<String>) -> bool {
    if address.starts_with("https://") {
        return true;
    }
    let (address, fragment) = address.split_once('#').unwrap_or((address, ""));
    let name = file_name(address);
    let is_there = name.is_empty() || (is_relative_address(&name) && files.contains_key(&name));
    is_there && (fragment.is_empty() || ids.contains(fragment))
}

#[cfg(test)]
mod tests {
    use super::super::testing::site;
    use super::*;

    fn complaint(change: impl FnOnce(&mut Files)) -> String {
        let (mut files, findings) = site();
        change(&mut files);
        // What a change breaks is looked for behind the digest that it breaks in any case.
        let mut stated = of_site(&files).expect("a manifest");
        stated.files = files
            .iter()
            .filter(|(name, _)| *name != MANIFEST_FILE)
            .map(|(name, bytes)| (name.clone(), Sha256Hex::of(bytes)))
            .collect();
        files.insert(MANIFEST_FILE.to_owned(), stated.to_text().expect("JSON").into_bytes());
        check(&files, findings).expect_err("a complaint").to_string()
    }

    fn replace(files: &mut Files, name: &str, from: &str, to: &str) {
        let text = std::str::from_utf8(&files[name]).expect("UTF-8").to_owned();
        assert!(text.contains(from), "{from} in {name}");
        files.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
    }

    #[test]
    fn a_whole_site_stands_up_to_it() {
        let (files, findings) = site();
        check(&files, findings).expect("no complaint");
    }

    #[test]
    fn a_row_that_is_not_there_is_missed_in_every_document() {
        let (files, findings) = site();
        let complaint = check(&files, findings + 1).expect_err("a complaint").to_string();
        for name in [INDEX_FILE, LEDGER_JSON, LEDGER_MARKDOWN, "bundle-"] {
            assert!(complaint.contains(name), "{name} in {complaint}");
        }
        let found = |complaint: String, name: &str| assert!(complaint.contains(name), "{complaint}");
        found(self::complaint(|files| replace(files, INDEX_FILE, "data-finding=", "data-x=")), INDEX_FILE);
        found(self::complaint(|files| replace(files, LEDGER_JSON, "\"findings\"", "\"x\"")), LEDGER_JSON);
        found(self::complaint(|files| replace(files, LEDGER_MARKDOWN, "| Finding", "| X")), LEDGER_MARKDOWN);
    }

    #[test]
    fn what_is_changed_missing_or_too_much_is_named() {
        let (mut files, findings) = site();
        files.insert("icon.svg".to_owned(), b"<svg/>".to_vec());
        assert!(
            check(&files, findings).expect_err("changed").to_string().contains("icon.svg is not what site.json says")
        );
        let (mut files, findings) = site();
        files.insert("x".to_owned(), Vec::new());
        assert!(check(&files, findings).expect_err("too much").to_string().contains("x is not what site.json says"));
        assert!(complaint(|files| drop(files.remove(BADGE_FILE))).contains("badge.json is not there"));
    }

    #[test]
    fn a_bundle_that_the_page_would_refuse_or_that_is_another_is_found() {
        let name = |files: &Files| of_site(files).expect("a manifest").bundle;
        let changed = complaint(|files| {
            let name = name(files);
            replace(files, &name, "2026", "2027");
        });
        assert!(changed.contains("digest"), "{changed}");
        let of_page = |files: &Files| files.keys().find(|name| name.ends_with(".bin")).expect("the page's own").clone();
        let broken = complaint(|files| {
            let name = of_page(files);
            files.insert(name, b"no gzip".to_vec());
        });
        assert!(broken.contains(".bin: ") && broken.contains("does not name the bundle"), "{broken}");
        let other = complaint(|files| {
            let verified = compact_bundle(&files[&of_page(files)]).expect("a bundle");
            let bundle = Bundle { findings: Vec::new(), ..verified.bundle };
            let compact = bundle.to_compact(&verified.digest, SHAPE);
            files.insert(of_page(files), packed::gzip(&compact).expect("gzip"));
        });
        assert!(other.contains("does not say what"), "{other}");
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        for (from, to) in
            [("href=\"?", "href=\"gone.html?"), ("href=\"#ledger\"", "href=\"#gone\""), ("icon.svg", "gone.svg")]
        {
            let complaint = complaint(|files| replace(files, INDEX_FILE, from, to));
            assert!(complaint.contains("which is not there"), "{complaint}");
        }
        assert!(
            complaint(|files| replace(files, INDEX_FILE, "href=\"?", "href=\"javascript:a()?")).contains("javascript")
        );
    }
}
