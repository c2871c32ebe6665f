//! The Content-Security-Policy: the page runs its own files, asks nobody else, and evaluates nothing but WebAssembly.

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
    ]
    .join("; ")
}

/// What only a header can say: who may show the page in a frame.
pub fn for_header(policy: &str) -> String {
    format!("{policy}; frame-ancestors 'self'")
}
