//! What a hardware token can do at most, from `sol-ceilings.yaml`.

use crate::bundle::{ByName, Ceiling, Ceilings};

use super::Hardware;

/// The entries of a token by their keys: those whose key before the first underscore is the token in lower case.
pub fn ceilings_of(ceilings: &Ceilings, hardware: Hardware) -> impl Iterator<Item = (&str, &ByName<Ceiling>)> {
    let token = hardware.name().to_ascii_lowercase();
    let metrics = ceilings.iter().map(|(key, metrics)| (key.as_str(), metrics));
    metrics.filter(move |(key, _)| key.split('_').next() == Some(token.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_names_the_token_before_its_first_underscore() {
        let ceilings: Ceilings = ["gb300_nvl72", "gb300", "b300_hgx", "gb3000_x"]
            .map(|key| (key.to_owned(), ByName::default()))
            .into_iter()
            .collect();
        let keys: Vec<&str> = ceilings_of(&ceilings, Hardware::Gb300).map(|(key, _)| key).collect();
        assert_eq!(keys, ["gb300", "gb300_nvl72"]);
        assert_eq!(ceilings_of(&ceilings, Hardware::B200).count(), 0);
    }
}
