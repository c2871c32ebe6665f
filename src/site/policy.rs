//! The Content-Security-Policy: the page runs its own files, asks nobody else, and evaluates nothing but WebAssembly. No
//! text becomes markup or a script in it but by the Trusted Types policy of `static/boot.js`.

/// Which texts may become markup or a script.
const TRUSTED: &str = "require-trusted-types-for 'script'; trusted-types value-ledger";

/// The policy of a page with inline scripts of these digests.
pub fn of_scripts(digests: &[String]) -> String {
    let scripts: String = digests.iter().map(|digest| format!(" '{digest}'")).collect();
    [
        "default-src 'none'",
        &format!("script-src 'self' 'wasm-unsafe-eval'{scripts}"),
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        TRUSTED,
    ]
    .join("; ")
}

/// The policy of a report: its own inline parts, and no request at all.
pub fn of_one_file(scripts: &[String], styles: &[String]) -> String {
    let quoted = |digests: &[String]| digests.iter().map(|digest| format!(" '{digest}'")).collect::<String>();
    [
        "default-src 'none'",
        &format!("script-src 'wasm-unsafe-eval'{}", quoted(scripts)),
        &format!("style-src{}", quoted(styles)),
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        TRUSTED,
    ]
    .join("; ")
}

/// What only a header can say: who may show the page in a frame.
pub fn for_header(policy: &str) -> String {
    format!("{policy}; frame-ancestors 'self'")
}
