//! Which published lake the arguments name.

use std::env;
use std::time::Duration;

use crate::lake::{Address, Endpoint, LakeOptions};

use super::CliError;
use super::args::Lake;

const VARIABLE: &str = "VALUE_LEDGER_LAKE";

/// The lake that the option names, else the one that the variable does; none where neither does. An empty variable is
/// one that is not set.
///
/// # Errors
/// When an address is refused, or an option of a lake is given without one.
pub fn options(arguments: &Lake) -> Result<Option<LakeOptions>, CliError> {
    let variable = || env::var_os(VARIABLE).map(|url| url.to_string_lossy().into_owned()).filter(|url| !url.is_empty());
    let Some(url) = arguments.url.clone().or_else(variable) else {
        let given = [
            ("--lake-endpoint", arguments.endpoint.is_some()),
            ("--lake-key-file", arguments.key_file.is_some()),
            ("--allow-partial", arguments.allow_partial),
        ];
        let alone = given.into_iter().find(|(_, is_given)| *is_given);
        return alone.map_or(Ok(None), |(option, _)| Err(CliError::NoLake { option }));
    };
    Ok(Some(LakeOptions {
        address: Address::parse(&url)?,
        endpoint: arguments.endpoint.as_deref().map(Endpoint::parse).transpose()?,
        key_file: arguments.key_file.clone(),
        timeout: Duration::from_secs(arguments.timeout),
    }))
}
