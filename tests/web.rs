//! The page in a browser: mounted, filtered, opened and closed as a reader does it.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on says what it missed")]

use leptos::prelude::{ArcRwSignal, Set, document, window};
use value_ledger::SHAPE;
use value_ledger::bundle::{Bundle, Campaign, Citation, Digest, Finding, Instant, ReportStatus, SourceRef, Verdict};
use value_ledger::ledger::lower::{EXAMPLES, lower};
use value_ledger::ledger::{number, significant};
use value_ledger::ui::{App, Load, Refusal, before_each_row, mount};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::js_sys::Promise;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

wasm_bindgen_test_configure!(run_in_browser);

const CAMPAIGN: &str = "20261001T000000Z-good";

fn text<T: for<'t> From<&'t str>>(text: &str) -> Option<T> {
    Some(text.into())
}

fn finding(id: &str, hardware: &str, lifecycle: &str) -> Finding {
    Finding {
        line: 3,
        id: text(id),
        title: Some(format!("The finding {id}").into()),
        lifecycle: text(lifecycle),
        baseline: text("best-tuned vLLM 0.22"),
        win: text("1.5x output tok/s/GPU (200 to 300) at c=64"),
        hardware: text(hardware),
        deploy_readiness: text("deployed"),
        campaign_ids: vec![CAMPAIGN.to_owned()],
        source_refs: vec![SourceRef { repo: text("example/vllm"), commit: text("8c1f02d"), ..SourceRef::default() }],
        next_lever: text("port it"),
        ..Finding::default()
    }
}

fn campaign() -> Campaign {
    Campaign {
        report_status: Some(ReportStatus {
            sol_rigor: text("L3"),
            dcgm_grounded: Some(true),
            ..ReportStatus::default()
        }),
        verdict: Some(Verdict {
            tier: text("verdict"),
            trials: Some(3),
            same_node: Some(true),
            baseline_named: Some(true),
            ..Verdict::default()
        }),
        ..Campaign::default()
    }
}

fn bundle(findings: Vec<Finding>) -> Bundle {
    let findings = (1..).zip(findings).map(|(position, finding)| Box::new(Finding { position, ..finding })).collect();
    Bundle {
        findings,
        citations: [(CAMPAIGN.to_owned(), Citation::Found(CAMPAIGN.to_owned()))].into_iter().collect(),
        campaigns: [(CAMPAIGN.to_owned(), Box::new(campaign()))].into_iter().collect(),
        ..Bundle::empty(Instant::parse("2026-11-02").expect("a time"))
    }
}

/// As the page reads it.
fn compact(bundle: &Bundle) -> Vec<u8> {
    bundle.to_compact(&Digest::of("json"), SHAPE)
}

fn three() -> Bundle {
    bundle(vec![
        finding("a", "GB300 (TP=4)", "done"),
        finding("b", "B200 TP=8", "done"),
        finding("c", "GB300 TP=4", "in_progress"),
    ])
}

/// The page, mounted at that query, and taken away again at the end of the test.
struct Mounted {
    root: HtmlElement,
    app: Option<App>,
}

impl Mounted {
    async fn at(query: &str, load: Load) -> Self {
        go_to(query);
        let root: HtmlElement = document().create_element("div").expect("an element").unchecked_into();
        document().body().expect("a body").append_child(&root).expect("in the document");
        let app = mount(&root, ArcRwSignal::new(load));
        settle().await;
        Self { root, app: Some(app) }
    }

    async fn of(query: &str, bundle: &Bundle) -> Self {
        Self::at(query, Load::of(compact(bundle))).await
    }

    fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).expect("a selector");
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }

    fn one(&self, selector: &str) -> HtmlElement {
        let mut found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} in {}", self.text());
        found.remove(0).unchecked_into()
    }

    fn text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }

    fn keys(&self) -> Vec<String> {
        self.all("tr[data-finding]").iter().filter_map(|row| row.get_attribute("data-finding")).collect()
    }

    fn shown(&self) -> String {
        text_of(&self.one("[data-testid=shown]"))
    }

    fn field(&self, key: &str, name: &str) -> String {
        text_of(&self.one(&format!("tr[data-finding=\"{key}\"] [data-field={name}]")))
    }

    /// The choice of a facet that starts with that word.
    fn choice(&self, facet: &str, word: &str) -> HtmlElement {
        let choices = self.all(&format!("[data-filter={facet}] a"));
        let choice = choices.into_iter().find(|choice| text_of(choice).starts_with(word));
        choice.unwrap_or_else(|| panic!("{word} in {facet}")).unchecked_into()
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        drop(self.app.take());
        self.root.remove();
    }
}

fn text_of(element: &Element) -> String {
    element.text_content().unwrap_or_default()
}

fn go_to(query: &str) {
    let path = window().location().pathname().expect("a path");
    let address = format!("{path}{query}");
    window()
        .history()
        .expect("history")
        .replace_state_with_url(&JsValue::NULL, "", Some(&address))
        .expect("an address");
}

fn query() -> String {
    window().location().search().expect("a query")
}

fn focused() -> String {
    document().active_element().map(|element| element.id()).unwrap_or_default()
}

/// Everything that follows an event has happened: effects run as microtasks, the focus moves in a task behind them.
async fn settle() {
    for _ in 0..2 {
        let next_task = Promise::new(&mut |resolve, _| {
            window().set_timeout_with_callback(&resolve).expect("a timer");
        });
        JsFuture::from(next_task).await.expect("the next task");
    }
}

async fn click(element: &HtmlElement) {
    element.click();
    settle().await;
}

async fn back() {
    let arrived = Promise::new(&mut |resolve, _| {
        window().set_onpopstate(Some(&resolve));
        window().history().expect("history").back().expect("a step back");
    });
    JsFuture::from(arrived).await.expect("popstate");
    window().set_onpopstate(None);
    settle().await;
}

async fn press(element: &Element, key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).expect("an event");
    element.dispatch_event(&event).expect("heard");
    settle().await;
}

async fn type_text(input: &HtmlInputElement, text: &str) {
    input.set_value(text);
    let init = EventInit::new();
    init.set_bubbles(true);
    input.dispatch_event(&Event::new_with_event_init_dict("input", &init).expect("an event")).expect("heard");
    settle().await;
}

#[wasm_bindgen_test]
fn a_browser_lowers_letters_as_the_command_does() {
    for (text, lowered) in EXAMPLES {
        assert_eq!(lower(text), lowered);
    }
}

#[wasm_bindgen_test]
fn a_browser_writes_the_digits_of_a_number_as_the_command_does() {
    for (value, digits) in number::EXAMPLES {
        assert_eq!(significant(value, usize::MAX), digits);
    }
}

#[wasm_bindgen_test]
async fn a_row_shows_what_the_ledger_says_of_a_finding() {
    let page = Mounted::of("?view=ledger", &three()).await;
    assert_eq!(page.keys(), ["a", "b", "c"]);
    assert_eq!(page.shown(), "3 of 3 findings");
    let fields = [
        ("title", "The finding a"),
        ("win", "1.5x output tok/s/GPU (200 to 300) at c=64"),
        ("baseline", "best-tuned vLLM 0.22"),
        ("hardware", "GB300"),
        ("rigor", "L3"),
        ("tier", "verdict"),
        ("readiness", "deployed"),
        ("source", "example/vllm@8c1f02d"),
        ("campaigns", "1"),
    ];
    for (name, value) in fields {
        assert_eq!(page.field("a", name), value, "{name}");
    }
    assert!(document().document_element().expect("a root").has_attribute("data-ready"));
    let groups: Vec<Element> = page.all("tbody:not([hidden])");
    assert_eq!(groups.len(), 2, "done and in progress");
}

#[wasm_bindgen_test]
async fn one_token_shows_its_rows_alone_and_back_shows_all() {
    let page = Mounted::of("?view=ledger", &three()).await;
    click(&page.choice("hw", "GB300")).await;
    assert_eq!(query(), "?view=ledger&hw=GB300");
    assert_eq!(page.keys(), ["a", "c"]);
    assert_eq!(page.shown(), "2 of 3 findings");
    back().await;
    assert_eq!(query(), "?view=ledger");
    assert_eq!(page.keys(), ["a", "b", "c"]);
    click(&page.choice("hw", "B200")).await;
    click(&page.choice("hw", "All")).await;
    assert_eq!((query().as_str(), page.keys().len()), ("?view=ledger", 3));
}

#[wasm_bindgen_test]
async fn several_values_of_a_facet_widen_and_the_focus_stays() {
    let page = Mounted::of("?view=ledger&lc=done", &three()).await;
    assert_eq!(page.keys(), ["a", "b"]);
    page.one("[data-filter=lc]").set_attribute("open", "").expect("open");
    settle().await;
    let choice = page.choice("lc", "In progress");
    choice.focus().expect("focus");
    press(&choice, " ").await;
    assert_eq!(query(), "?view=ledger&lc=done,in_progress");
    assert_eq!(page.keys(), ["a", "b", "c"]);
    assert_eq!(choice.get_attribute("aria-checked").as_deref(), Some("true"));
    assert!(document().active_element().is_some_and(|active| active.is_same_node(Some(&choice))));
}

#[wasm_bindgen_test]
async fn typing_filters_without_filling_the_history() {
    let page = Mounted::of("?view=ledger", &three()).await;
    let steps = || window().history().expect("history").length().expect("a length");
    let before = steps();
    let input: HtmlInputElement = page.one("input[data-filter=q]").unchecked_into();
    type_text(&input, "finding b200").await;
    assert_eq!(page.keys(), ["b"]);
    assert_eq!((query().as_str(), steps()), ("?view=ledger&q=finding%20b200", before));
    type_text(&input, "nothing like it").await;
    assert_eq!(page.shown(), "0 of 3 findings");
    click(&page.one("[data-state=no-match] a")).await;
    assert_eq!((page.keys().len(), input.value().as_str()), (3, ""));
}

#[wasm_bindgen_test]
async fn what_the_ledger_does_not_know_is_said_and_the_rest_applies() {
    let page = Mounted::of("?view=ledger&hw=H900,GB300&order=up&finding=gone", &three()).await;
    assert_eq!(page.keys(), ["a", "c"]);
    let notice = text_of(&page.one("main > [role=status]"));
    assert!(notice.starts_with("Left out of the filter: hw=H900, order=up, finding=gone."), "{notice}");
}

#[wasm_bindgen_test]
async fn a_finding_opens_and_closes_and_the_focus_comes_back() {
    let page = Mounted::of("?view=ledger&hw=GB300", &three()).await;
    let link = page.one("tr[data-finding=c] a[data-field=title]");
    link.focus().expect("focus");
    let id = focused();
    click(&link).await;
    assert_eq!(query(), "?view=ledger&hw=GB300&finding=c");
    assert_eq!(focused(), "finding-title");
    assert_eq!(text_of(&page.one("#finding-title")), "The finding c");
    assert_eq!(link.get_attribute("aria-current").as_deref(), Some("true"));
    press(&page.one("#finding-title"), "Escape").await;
    assert_eq!(query(), "?view=ledger&hw=GB300");
    assert!(page.all("[data-dossier]").is_empty());
    assert_eq!(focused(), id);
    assert_eq!(page.keys(), ["a", "c"]);
}

#[wasm_bindgen_test]
async fn escape_closes_a_popover_before_the_finding() {
    let page = Mounted::of("?view=ledger&finding=a", &three()).await;
    let facet = page.one("[data-filter=tier]");
    facet.set_attribute("open", "").expect("open");
    press(&facet, "Escape").await;
    assert!(!facet.has_attribute("open"));
    assert_eq!(page.all("[data-dossier]").len(), 1);
    let summary = facet.query_selector("summary").expect("a selector").expect("a summary");
    assert!(document().active_element().is_some_and(|active| active.is_same_node(Some(&summary))));
    press(&facet, "Escape").await;
    assert!(page.all("[data-dossier]").is_empty());
}

#[wasm_bindgen_test]
async fn a_slash_leads_to_the_search_from_every_view() {
    let page = Mounted::of("", &three()).await;
    press(&page.root, "/").await;
    assert_eq!((query().as_str(), focused().as_str()), ("?view=ledger", "search"));
}

#[wasm_bindgen_test]
async fn each_figure_of_the_overview_leads_to_as_many_rows() {
    let page = Mounted::of("", &three()).await;
    let figures: Vec<(String, String)> =
        page.all(".sum td a").iter().map(|a| (text_of(a), a.get_attribute("href").unwrap_or_default())).collect();
    assert!(figures.len() >= 10, "{figures:?}");
    drop(page);
    for (count, href) in figures {
        let page = Mounted::of(&href, &three()).await;
        assert_eq!(page.shown(), format!("{count} of 3 findings"), "{href}");
    }
}

#[wasm_bindgen_test]
async fn a_value_that_rests_on_a_default_says_so_beside_it() {
    let mut bundle = three();
    bundle.campaigns.insert(CAMPAIGN.to_owned(), Box::default());
    let page = Mounted::of("?view=ledger", &bundle).await;
    assert_eq!((page.field("a", "rigor"), page.field("a", "tier")), ("none".to_owned(), "draft".to_owned()));
    let row = text_of(&page.one("tr[data-finding=a]"));
    assert_eq!(row.matches("(not recorded)").count(), 2, "{row}");
}

#[wasm_bindgen_test]
async fn every_flag_of_a_row_can_be_read() {
    let mut broken = finding("a", "GB300 TP=4", "done");
    broken.campaign_ids = vec!["gone-1".to_owned(), "gone-2".to_owned()];
    let page = Mounted::of("?view=ledger", &bundle(vec![broken])).await;
    let codes: Vec<String> = page.all("tr[data-finding=a] [data-flag]").iter().map(text_of).collect();
    assert_eq!(codes.iter().filter(|code| *code == "campaign-missing").count(), 2, "{codes:?}");
}

#[wasm_bindgen_test]
async fn a_row_that_a_fault_keeps_from_being_drawn_costs_that_row_alone() {
    before_each_row(|row| assert_ne!(row, 1, "a fault of the test's"));
    let page = Mounted::of("?view=ledger", &three()).await;
    assert_eq!(page.keys(), ["a", "b", "c"]);
    assert!(text_of(&page.one("tr[data-finding=b] [data-state=fault]")).starts_with("A fault of this page"));
    assert_eq!(page.all("[data-state=fault]").len(), 1);
    assert_eq!((page.field("a", "hardware"), page.field("c", "hardware")), ("GB300".to_owned(), "GB300".to_owned()));
    click(&page.choice("hw", "GB300")).await;
    assert_eq!(page.keys(), ["a", "c"]);
    // Each time it is drawn it fails again, and whatever stops leaves the rest as it was.
    for _ in 0..20 {
        click(&page.choice("hw", "B200")).await;
        assert_eq!((page.keys(), page.all("[data-state=fault]").len()), (vec!["b".to_owned()], 1));
        click(&page.choice("hw", "All")).await;
        assert_eq!(page.keys(), ["a", "b", "c"]);
        click(&page.choice("hw", "GB300")).await;
    }
    before_each_row(|_| {});
    click(&page.choice("hw", "All")).await;
    assert_eq!((page.keys().len(), page.all("[data-state=fault]").len()), (3, 0), "it is drawn once it can be");
    click(&page.one("tr[data-finding=c] a[data-field=title]")).await;
    assert_eq!(text_of(&page.one("#finding-title")), "The finding c");
}

#[wasm_bindgen_test]
async fn an_empty_registry_says_so_and_its_flags_can_be_read() {
    for view in ["", "?view=ledger", "?view=frontier"] {
        let page = Mounted::of(view, &bundle(Vec::new())).await;
        assert!(text_of(&page.one("[data-state=empty]")).contains("value-findings.yaml"), "{view}");
        assert_eq!(text_of(&page.one("[data-state=empty] [data-flag]")), "frontier-empty");
        assert_eq!(page.shown(), "0 of 0 findings");
    }
    let page = Mounted::of("?view=flags", &bundle(Vec::new())).await;
    assert_eq!(page.all("[data-rule=frontier-empty]").len(), 1);
    assert!(!page.text().contains("Checked, not raised"), "nothing was checked");
}

#[wasm_bindgen_test]
async fn a_bundle_of_another_build_or_a_changed_one_shows_no_figure() {
    let bytes = compact(&three());
    let with = |from: &str, to: &str| {
        let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).expect("those words");
        let mut other = bytes.clone();
        other.splice(at..at + from.len(), to.bytes());
        other
    };
    for (bytes, heading) in [
        (with(SHAPE.0, "0123456789abcdef"), "This snapshot is not of this page's build"),
        (with("1.5x", "9.5x"), "The snapshot does not match its digest"),
        (b"<!doctype html>".to_vec(), "This is not a ledger snapshot"),
    ] {
        let page = Mounted::at("", Load::of(bytes)).await;
        assert_eq!(text_of(&page.one("h1")), heading);
        assert!(page.all("table").is_empty());
    }
}

#[wasm_bindgen_test]
async fn a_bundle_that_arrives_later_takes_the_place_of_the_waiting() {
    go_to("?view=ledger");
    let root: HtmlElement = document().create_element("div").expect("an element").unchecked_into();
    document().body().expect("a body").append_child(&root).expect("in the document");
    let load = ArcRwSignal::new(Load::Loading);
    let page = Mounted { app: Some(mount(&root, load.clone())), root };
    assert_eq!(text_of(&page.one("h1")), "Loading the ledger");
    load.set(Load::of(compact(&three())));
    settle().await;
    assert_eq!(page.keys().len(), 3);
    load.set(Load::Refused(Refusal::NotFetched { address: "bundle.bin".into(), cause: "it is gone".into() }));
    settle().await;
    assert!(page.text().contains("reads its data from bundle.bin, and that failed: it is gone."));
}

#[wasm_bindgen_test]
async fn hostile_words_stay_words() {
    let hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'&amp;";
    let mut finding = finding("a", "GB300 TP=4", "done");
    let all = [
        &mut finding.title,
        &mut finding.win,
        &mut finding.baseline,
        &mut finding.deploy_readiness,
        &mut finding.next_lever,
        &mut finding.next_unlock,
        &mut finding.next_gate,
        &mut finding.why,
    ];
    for field in all {
        *field = text(hostile);
    }
    finding.id = text(hostile);
    finding.campaign_ids.push(hostile.to_owned());
    finding.source_refs.push(SourceRef {
        repo: text("javascript:alert(3)"),
        commit: text("1"),
        ..SourceRef::default()
    });
    let mut bundle = bundle(vec![finding]);
    bundle.policy.links.repo = text("javascript:{repo}{commit}");
    let open = "?view=ledger&finding=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%3Cscript%3Ealert(2)%3C%2Fscript%3E%22%27%26amp%3B";
    for query in ["", "?view=ledger", open, "?view=frontier", "?view=flags"] {
        let page = Mounted::of(query, &bundle).await;
        assert!(page.all("img, script, [onerror], a[href^=\"javascript\" i]").is_empty(), "{query}");
        assert!(page.text().contains(hostile), "{query}");
    }
    let page = Mounted::of(open, &bundle).await;
    assert_eq!(text_of(&page.one("#finding-title")), hostile);
}
