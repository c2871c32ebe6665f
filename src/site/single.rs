//! The report: the whole page in one file, which opens from a disk or a message and asks for nothing.

use std::cell::RefCell;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str};

use super::document::{BUNDLE, ROOT, file_name};
use super::{Indexing, SiteError, digest, document, policy};

/// The element that holds the bundle, where the page looks for it.
const BUNDLE_ID: &str = "value-ledger-bundle";
const PROGRAM_ID: &str = "value-ledger-program";
/// What stands behind the name of the function that starts the program, where its script hands it out.
const STARTS: &str = " as default";

/// What is put into the file.
pub struct Report<'a> {
    /// The bundle's compact form, by gzip.
    pub bundle: &'a [u8],
    /// The rendered ledger.
    pub html: &'a str,
    pub index: Indexing,
}

/// Fills the shell's document with its own files and the ledger.
///
/// # Errors
/// When the shell is not the page's.
pub fn fill(shell: &str, assets: &BTreeMap<String, Vec<u8>>, report: &Report<'_>) -> Result<String, SiteError> {
    let parts = Parts::of(shell, assets)?;
    let head = document::head(&parts.policy(), report.index);
    let held = |kind: &str, id: &str, text: &str| format!("\n    <script type=\"{kind}\" id=\"{id}\">{text}</script>");
    let programs = parts.programs.iter().map(|(id, wasm)| held("text/plain", id, wasm));
    let bundle = held("text/plain", BUNDLE_ID, &STANDARD.encode(report.bundle));
    let data: String = [bundle].into_iter().chain(programs).collect();
    let inline = |element: &mut Element<'_, '_>, tag: &str, name: &str| {
        let content = parts.inline.get(name).map_or("", String::as_str);
        element.replace(&format!("<{tag}>{content}</{tag}>"), ContentType::Html);
    };
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("meta[charset]", |charset| {
            charset.after(&head, ContentType::Html);
            Ok(())
        }))
        .append_element_content_handler(element!(BUNDLE, |meta| Ok(meta.set_attribute("content", "inline")?)))
        .append_element_content_handler(element!("link[rel=stylesheet]", |link| {
            inline(link, "style", &file_name(&link.get_attribute("href").unwrap_or_default()));
            Ok(())
        }))
        .append_element_content_handler(element!("script[src]", |script| {
            inline(script, "script", &file_name(&script.get_attribute("src").unwrap_or_default()));
            Ok(())
        }))
        .append_element_content_handler(element!("script:not([src])", |script| {
            script.remove();
            Ok(())
        }))
        .append_element_content_handler(element!("link[rel=icon]", |link| Ok(link.set_attribute("href", &parts.icon)?)))
        .append_element_content_handler(element!(
            "link[rel=modulepreload], link[rel=preload], link[rel=manifest]",
            |link| {
                link.remove();
                Ok(())
            }
        ))
        .append_element_content_handler(element!("noscript[data-unpublished]", |instead| {
            instead.remove();
            Ok(())
        }))
        .append_element_content_handler(element!(ROOT, |root| {
            root.set_inner_content(report.html, ContentType::Html);
            let start = format!("\n    <script type=\"module\">{}</script>", parts.program);
            root.after(&start, ContentType::Html);
            root.after(&data, ContentType::Html);
            Ok(())
        }));
    rewrite_str(shell, settings).map_err(|error| SiteError::Shell(error.to_string()))
}

/// The shell's files as they stand in the document.
struct Parts {
    /// Style sheets and plain scripts by their names.
    inline: BTreeMap<String, String>,
    /// The names of the style sheets among them.
    styles: Vec<String>,
    /// The program's script, with what starts it.
    program: String,
    /// The program and what it fetches elsewhere, in base64, by the names under which they are looked for.
    programs: BTreeMap<String, String>,
    /// The icon as an address.
    icon: String,
}

impl Parts {
    fn of(shell: &str, assets: &BTreeMap<String, Vec<u8>>) -> Result<Self, SiteError> {
        let (styles, scripts) = named(shell)?;
        let text = |name: &str| -> Result<String, SiteError> {
            let bytes = assets.get(name).ok_or_else(|| SiteError::Shell(format!("it has no {name}")))?;
            let text = std::str::from_utf8(bytes).map_err(|_| SiteError::Shell(format!("{name} is not UTF-8")))?;
            let ends = ["</script", "</style", "<!--"].into_iter().find(|end| text.to_lowercase().contains(end));
            match ends {
                Some(end) => Err(SiteError::Shell(format!("{name} holds {end:?} and cannot stand in a document"))),
                None => Ok(text.to_owned()),
            }
        };
        let inline = styles.iter().chain(&scripts).map(|name| Ok((name.clone(), text(name)?)));
        let inline = inline.collect::<Result<_, SiteError>>()?;
        let program = assets.keys().find_map(|name| name.strip_suffix("_bg.wasm"));
        let program = program.ok_or_else(|| SiteError::Shell("it has no program".to_owned()))?;
        let script = text(&format!("{program}.js"))?;
        let start = start(&script)
            .ok_or_else(|| SiteError::Shell("its program's script does not say how it is started".to_owned()))?;
        let icon = assets.get("icon.png").map(|png| STANDARD.encode(png)).unwrap_or_default();
        Ok(Self {
            inline,
            styles,
            program: format!("{script}\n{start}"),
            programs: programs(assets),
            icon: format!("data:image/png;base64,{icon}"),
        })
    }

    fn policy(&self) -> String {
        let digest = |text: &String| digest::integrity(text.as_bytes());
        let (styles, scripts): (Vec<_>, Vec<_>) = self.inline.iter().partition(|(name, _)| self.styles.contains(name));
        let scripts: Vec<String> =
            scripts.into_iter().map(|(_, text)| digest(text)).chain([digest(&self.program)]).collect();
        let styles: Vec<String> = styles.into_iter().map(|(_, text)| digest(text)).collect();
        policy::of_one_file(&scripts, &styles)
    }
}

fn programs(assets: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    let files = assets.iter().filter(|(name, _)| name.ends_with(".wasm"));
    let id = |name: &String| if name.ends_with("_bg.wasm") { PROGRAM_ID.to_owned() } else { name.clone() };
    files.map(|(name, wasm)| (id(name), STANDARD.encode(wasm))).collect()
}

/// Takes the program out of the document and starts it, by the function that its script hands out.
fn start(script: &str) -> Option<String> {
    let (before, _) = script.rsplit_once(STARTS)?;
    let is_of_a_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    let name = before.rsplit(|c| !is_of_a_name(c)).next().filter(|name| !name.is_empty())?;
    Some(format!(
        "const valueLedgerProgram = atob(document.getElementById(\"{PROGRAM_ID}\").textContent);\n\
         await {name}({{ module_or_path: Uint8Array.from(valueLedgerProgram, (letter) => letter.charCodeAt(0)) }});\n"
    ))
}

/// The style sheets and the plain scripts that the document loads.
fn named(shell: &str) -> Result<(Vec<String>, Vec<String>), SiteError> {
    let found = RefCell::new((Vec::new(), Vec::new()));
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("link[rel=stylesheet]", |link| {
            found.borrow_mut().0.push(file_name(&link.get_attribute("href").unwrap_or_default()));
            Ok(())
        }))
        .append_element_content_handler(element!("script[src]", |script| {
            found.borrow_mut().1.push(file_name(&script.get_attribute("src").unwrap_or_default()));
            Ok(())
        }));
    rewrite_str(shell, settings).map_err(|error| SiteError::Shell(error.to_string()))?;
    Ok(found.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHELL: &str = "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"value-ledger-bundle\" \
        content=\"embedded\"><link rel=\"stylesheet\" href=\"./a.css\" integrity=\"x\"><script type=\"module\">go();</script>\
        <link rel=\"icon\" href=\"icon.png\"><link rel=\"manifest\" href=\"m\"><script src=\"./boot.js\"></script>\
        <link rel=\"modulepreload\" href=\"web.js\"></head><body><noscript data-unpublished>no</noscript>\
        <div id=\"app\"></div></body></html>";

    fn assets(boot: &str) -> BTreeMap<String, Vec<u8>> {
        let files = [
            ("a.css", "b { color: red }"),
            ("boot.js", boot),
            ("web.js", "function __wbg_init() {}\nexport { __wbg_init as default };"),
            ("web_bg.wasm", "\0asm"),
            ("web-views.wasm", "\0views"),
            ("icon.png", "a picture"),
        ];
        files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into()
    }

    fn report() -> Report<'static> {
        Report { bundle: b"\x1f\x8b", html: "<p>5</p>", index: Indexing::Allowed }
    }

    #[test]
    fn everything_is_in_the_one_file_and_nothing_is_asked_for() {
        let html = fill(SHELL, &assets("boot();"), &report()).expect("a file");
        for part in [
            "<style>b { color: red }</style>",
            "<script>boot();</script>",
            "<div id=\"app\"><p>5</p></div>",
            "<script type=\"text/plain\" id=\"value-ledger-bundle\">H4s=</script>",
            "id=\"value-ledger-program\">AGFzbQ==</script>",
            "id=\"web-views.wasm\">AHZpZXdz</script>",
            "href=\"data:image/png;base64,YSBwaWN0dXJl\"",
            "content=\"inline\"",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        for gone in [" src=", "modulepreload", "rel=\"manifest\"", "noscript", "go();", "'self'"] {
            assert!(!html.contains(gone), "{gone} in {html}");
        }
        let policy = html.split("Content-Security-Policy\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
        let policy = policy.expect("a policy");
        for text in ["boot();", "b { color: red }"] {
            assert!(policy.contains(&digest::integrity(text.as_bytes())), "{text}");
        }
    }

    #[test]
    fn the_program_is_started_by_the_name_that_its_script_hands_out() {
        for (script, call) in [
            ("export { a, __wbg_init as default };", "await __wbg_init({"),
            ("export{t as a,U$ as default};f()", "await U$({"),
        ] {
            assert!(start(script).is_some_and(|start| start.contains(call)), "{script}");
        }
    }

    #[test]
    fn what_cannot_stand_in_a_document_is_refused() {
        for boot in ["a('</script>')", "<!-- x"] {
            assert!(matches!(fill(SHELL, &assets(boot), &report()), Err(SiteError::Shell(_))), "{boot}");
        }
        for script in ["go();", "export { };", "export {  as default };"] {
            let mut other = assets("boot();");
            other.insert("web.js".to_owned(), script.as_bytes().to_vec());
            assert!(matches!(fill(SHELL, &other, &report()), Err(SiteError::Shell(_))), "{script}");
        }
        let mut without = assets("boot();");
        without.remove("web_bg.wasm");
        assert!(matches!(fill(SHELL, &without, &report()), Err(SiteError::Shell(_))));
    }
}
