//! Each text of a site compressed beside itself, for hosts that hand out `FILE.br` or `FILE.gz` for `FILE`. What the
//! shell brings compressed stays as it is.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

const BROTLI: &str = ".br";
const GZIP: &str = ".gz";
/// Below, a host's headers are most of an answer.
const WORTH_IT: usize = 1024;
/// Data is compressed at each publish; a level more takes several times as long and saves a few percent.
const QUALITY: i32 = 9;

type Files = BTreeMap<String, Vec<u8>>;
type Compress = fn(&[u8]) -> io::Result<Vec<u8>>;

/// Puts the compressed files beside the others.
///
/// # Errors
/// When one cannot be compressed.
pub fn add(files: &mut Files) -> io::Result<()> {
    let mut packed = Files::new();
    for (name, bytes) in files.iter().filter(|(name, bytes)| is_text(name) && bytes.len() >= WORTH_IT) {
        let methods: [(&str, Compress); 2] = [(BROTLI, brotli), (GZIP, gzip)];
        for (suffix, compress) in methods {
            let name = format!("{name}{suffix}");
            if !files.contains_key(&name) {
                packed.insert(name, compress(bytes)?);
            }
        }
    }
    files.append(&mut packed);
    Ok(())
}

/// The file that a compressed one stands for.
pub fn unpacked_name(name: &str) -> Option<&str> {
    name.strip_suffix(BROTLI).or_else(|| name.strip_suffix(GZIP))
}

/// What gzip made those bytes of.
///
/// # Errors
/// When they are no gzip.
pub fn unpacked(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// Checks that each compressed file holds what the file beside it does.
///
/// # Errors
/// The first that does not.
pub fn check(files: &Files) -> Result<(), String> {
    for (name, bytes) in files {
        let Some(of) = unpacked_name(name) else { continue };
        let mut text = Vec::new();
        let read = if name.ends_with(BROTLI) {
            brotli::Decompressor::new(bytes.as_slice(), bytes.len()).read_to_end(&mut text)
        } else {
            GzDecoder::new(bytes.as_slice()).read_to_end(&mut text)
        };
        if read.is_err() || files.get(of) != Some(&text) {
            return Err(format!("{name} does not hold {of}"));
        }
    }
    Ok(())
}

fn is_text(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    matches!(extension, Some("atom" | "css" | "html" | "js" | "json" | "md" | "svg" | "txt" | "wasm" | "webmanifest"))
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let parameters = BrotliEncoderParams { quality: QUALITY, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
    Ok(packed)
}

/// The whole of a text or a document by gzip.
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let files =
            [("index.html", "<p>a ledger</p>".repeat(200)), ("icon.png", "x".repeat(5000)), ("a.json", "1".into())];
        files.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect()
    }

    #[test]
    fn a_large_text_is_compressed_beside_itself() {
        let mut files = files();
        add(&mut files).expect("compressed");
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(names, ["a.json", "icon.png", "index.html", "index.html.br", "index.html.gz"]);
        assert!(files["index.html.br"].len() < 200 && files["index.html.gz"].len() < 300);
        assert_eq!(check(&files), Ok(()));
        assert_eq!(files, {
            let mut again = files.clone();
            add(&mut again).expect("compressed");
            again
        });
    }

    #[test]
    fn what_holds_another_text_is_found() {
        let mut files = files();
        add(&mut files).expect("compressed");
        files.insert("index.html".into(), b"another".to_vec());
        assert_eq!(check(&files), Err("index.html.br does not hold index.html".into()));
        files.remove("index.html.br");
        assert_eq!(check(&files), Err("index.html.gz does not hold index.html".into()));
        files.insert("index.html.gz".into(), b"no gzip".to_vec());
        assert_eq!(check(&files), Err("index.html.gz does not hold index.html".into()));
    }
}
