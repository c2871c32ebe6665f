//! `index.html`: the shell's document with the ledger, the bundle's name and digest, and the policy put into it.

use std::cell::{Cell, RefCell};

use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str, text};

use super::{FEED_FILE, Indexing, SiteError, digest, policy};

pub const INDEX_FILE: &str = "index.html";
/// Where the ledger goes.
pub const ROOT: &str = "div#app";
pub const BUNDLE: &str = "meta[name=value-ledger-bundle]";

/// A medium that there is not: what has it is left alone until `boot.js` takes it away, once the ledger that is in the
/// document is on the screen.
const HELD: &str = "not all";

/// What is put into the document.
pub struct Page<'a> {
    /// The bundle's file.
    pub bundle: &'a str,
    pub integrity: String,
    /// The rendered ledger.
    pub html: String,
    pub index: Indexing,
}

/// Fills the shell's document; gives the policy that it runs under too.
///
/// # Errors
/// When the document is not the page's, or not HTML that can be rewritten safely.
pub fn fill(shell: &str, page: &Page<'_>) -> Result<(String, String), SiteError> {
    let policy = policy::of_scripts(&inline_scripts(shell)?);
    let places = Cell::new(0_usize);
    let found = || places.set(places.get().saturating_add(1));
    let head = format!(
        "{}\n    <link rel=\"preload\" as=\"fetch\" crossorigin=\"anonymous\" media=\"{HELD}\" href=\"{}\">\n    \
         <link rel=\"alternate\" type=\"application/atom+xml\" title=\"Changes\" href=\"{FEED_FILE}\">",
        head(&policy, page.index),
        page.bundle
    );
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("meta[charset]", |charset| {
            found();
            charset.after(&head, ContentType::Html);
            Ok(())
        }))
        .append_element_content_handler(element!("link[rel=modulepreload]", |link| {
            link.set_attribute("rel", "preload")?;
            link.set_attribute("as", "script")?;
            link.set_attribute("media", HELD)?;
            Ok(())
        }))
        .append_element_content_handler(element!("link[rel=preload]", |link| {
            link.set_attribute("media", HELD)?;
            Ok(())
        }))
        .append_element_content_handler(element!("script[type=module]:not([src])", |program| {
            program.set_attribute("type", "text/plain")?;
            program.set_attribute("data-held", "")?;
            Ok(())
        }))
        .append_element_content_handler(element!(BUNDLE, |meta| {
            found();
            meta.set_attribute("content", page.bundle)?;
            meta.set_attribute("data-integrity", &page.integrity)?;
            Ok(())
        }))
        .append_element_content_handler(element!("noscript[data-unpublished]", |instead| {
            found();
            instead.remove();
            Ok(())
        }))
        .append_element_content_handler(element!(ROOT, |root| {
            found();
            root.set_inner_content(&page.html, ContentType::Html);
            Ok(())
        }));
    let filled = rewrite_str(shell, settings).map_err(|error| SiteError::Shell(error.to_string()))?;
    if places.get() != 4 {
        let wanted =
            format!("{INDEX_FILE} must hold meta[charset], {BUNDLE}, noscript[data-unpublished] and {ROOT} once");
        return Err(SiteError::Shell(wanted));
    }
    Ok((filled, policy))
}

/// What stands before everything that it holds for.
pub fn head(policy: &str, index: Indexing) -> String {
    let robots = match index {
        Indexing::Allowed => "",
        Indexing::Refused => "\n    <meta name=\"robots\" content=\"noindex\">",
    };
    format!("\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{robots}")
}

/// The name of the file that a relative address leads to.
pub fn file_name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

/// The digests of the scripts that stand in the document, in order.
fn inline_scripts(html: &str) -> Result<Vec<String>, SiteError> {
    let scripts = RefCell::new(Vec::<String>::new());
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("script:not([src])", |_| {
            scripts.borrow_mut().push(String::new());
            Ok(())
        }))
        .append_element_content_handler(text!("script:not([src])", |chunk| {
            if let Some(script) = scripts.borrow_mut().last_mut() {
                script.push_str(chunk.as_str());
            }
            Ok(())
        }));
    rewrite_str(html, settings).map_err(|error| SiteError::Shell(error.to_string()))?;
    Ok(scripts.into_inner().iter().map(|script| digest::integrity(script.as_bytes())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHELL: &str = "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"value-ledger-bundle\" \
        content=\"embedded\"><script type=\"module\">a();</script><script src=\"./boot.js\"></script></head><body>\
        <noscript data-unpublished>no</noscript><div id=\"app\"></div></body></html>";

    fn page() -> Page<'static> {
        Page {
            bundle: "bundle-1.json",
            integrity: "sha256-x".into(),
            html: "<p>5</p>".into(),
            index: Indexing::Refused,
        }
    }

    #[test]
    fn the_ledger_the_bundle_and_the_policy_are_put_in() {
        let (html, policy) = fill(SHELL, &page()).expect("a document");
        assert!(policy.contains(&format!("'wasm-unsafe-eval' '{}';", digest::integrity(b"a();"))));
        for part in [
            "<div id=\"app\"><p>5</p></div>",
            "content=\"bundle-1.json\" data-integrity=\"sha256-x\">",
            &format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"),
            "<meta name=\"robots\" content=\"noindex\">",
            "as=\"fetch\" crossorigin=\"anonymous\" media=\"not all\" href=\"bundle-1.json\"",
            "<script type=\"text/plain\" data-held=\"\">a();</script>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("noscript"));
        assert!(html.find("Content-Security-Policy") < html.find("<script"), "before what it holds for");
    }

    #[test]
    fn another_document_is_refused() {
        for shell in ["", "<!doctype html><div id=\"app\"></div>", &SHELL.replace("value-ledger-bundle", "x")] {
            assert!(matches!(fill(shell, &page()), Err(SiteError::Shell(_))), "{shell}");
        }
    }
}
