//! Opens the store behind an address, with the credentials of a key file or else of the environment.

use std::env;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::http::HttpBuilder;
use object_store::local::LocalFileSystem;
use object_store::{BackoffConfig, ClientConfigKey, ObjectStore, RetryConfig};
use url::Url;

use super::address::{Address, Kind};
use super::{LakeError, LakeOptions, keys, store};

/// How often a request is tried again, if time allows.
const RETRIES: usize = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_CONNECT: Duration = Duration::from_secs(10);

/// A store that can be asked.
pub struct Opened {
    pub store: Arc<dyn ObjectStore>,
    /// The lake as it is named in every text.
    pub name: String,
    /// Whether no credentials were given, so that the machine is asked for those of its role before the store is.
    pub asks_machine: bool,
}

/// # Errors
/// When the options do not fit the address, or the store cannot be set up from them.
pub fn open(options: &LakeOptions) -> Result<Opened, LakeError> {
    let asks_machine = options.address.kind == Kind::S3 && asks_machine(&s3(options)?);
    Ok(Opened { store: store_of(options)?, name: name(options)?, asks_machine })
}

/// Scheme, bucket and prefix, and where the environment sends the request to: nobody sees a variable that is left over.
fn name(options: &LakeOptions) -> Result<String, LakeError> {
    let address = options.address.to_string();
    let elsewhere = match options.address.kind {
        _ if options.endpoint.is_some() || options.key_file.is_some() => None,
        Kind::S3 => {
            let builder = s3(options)?;
            let named = [AmazonS3ConfigKey::S3Endpoint, AmazonS3ConfigKey::Endpoint];
            named.iter().find_map(|key| builder.get_config_value(key))
        }
        Kind::Azure => azure(options)?.get_config_value(&AzureConfigKey::Endpoint),
        Kind::Google => google(options)?.get_config_value(&GoogleConfigKey::BaseUrl),
        Kind::File | Kind::Web => None,
    };
    let origin = elsewhere.map(|endpoint| match Url::parse(&endpoint) {
        // A user, a path or a query of it may be secret.
        Ok(url) if url.has_host() => url.origin().ascii_serialization(),
        _ => "another endpoint".to_owned(),
    });
    Ok(origin.map_or(address.clone(), |origin| format!("{address} at {origin}, which the environment names,")))
}

/// Whether the builder has none of the settings that S3 credentials come from.
fn asks_machine(builder: &AmazonS3Builder) -> bool {
    use AmazonS3ConfigKey as Key;
    let is_set = |key| builder.get_config_value(&key).is_some();
    let unsigned = builder.get_config_value(&Key::SkipSignature).is_some_and(|value| value == "true");
    let sources = [
        Key::AccessKeyId,
        Key::WebIdentityTokenFile,
        Key::ContainerCredentialsRelativeUri,
        Key::ContainerCredentialsFullUri,
    ];
    !unsigned && !sources.into_iter().any(is_set)
}

fn store_of(options: &LakeOptions) -> Result<Arc<dyn ObjectStore>, LakeError> {
    let address = &options.address;
    let settings = |cause| LakeError::Settings { lake: address.to_string(), cause };
    if options.endpoint.is_some() && matches!(address.kind, Kind::File | Kind::Web) {
        return Err(LakeError::Endpoint("an endpoint is for s3://, gs:// and az://"));
    }
    if options.endpoint.is_some() && address.url.scheme() == "https" {
        return Err(LakeError::Endpoint(
            "an https:// address names its own place; use s3://, gs:// or az:// with an endpoint",
        ));
    }
    if let (Some(path), Kind::File | Kind::Web) = (&options.key_file, address.kind) {
        let cause = "a key file is for s3://, gs:// and az://".to_owned();
        return Err(LakeError::KeyFile { path: path.clone(), cause });
    }
    match address.kind {
        Kind::File => folder(address),
        Kind::Web => {
            let origin = address.url.origin().ascii_serialization();
            let builder = client(options)
                .fold(HttpBuilder::new().with_url(origin), |builder, (key, value)| builder.with_config(key, value));
            let store = builder.with_retry(retries(options.timeout)).build();
            store.map(shared).map_err(|_| settings("its host cannot be used"))
        }
        Kind::S3 => s3(options)?.build().map(shared).map_err(|_| {
            settings("a setting of it cannot be used; look at the key file or the variables that start with AWS_")
        }),
        Kind::Google => google(options)?.build().map(shared).map_err(|_| {
            settings("a setting of it cannot be used; look at the key file or the variables that start with GOOGLE_")
        }),
        Kind::Azure => azure(options)?.build().map(shared).map_err(|_| {
            settings(
                "a setting of it cannot be used, or no account is named; look at the key file or the variables that \
                 start with AZURE_",
            )
        }),
    }
}

fn shared(store: impl ObjectStore) -> Arc<dyn ObjectStore> {
    Arc::new(store)
}

fn folder(address: &Address) -> Result<Arc<dyn ObjectStore>, LakeError> {
    let missing = || LakeError::NoFolder { lake: address.to_string() };
    let path = address.url.to_file_path().map_err(|()| missing())?;
    // A folder that is no lake would answer that nothing is published.
    if path.join(store::REPORTS).join(store::Table::Campaigns.name()).is_dir() {
        Ok(shared(LocalFileSystem::new()))
    } else {
        Err(missing())
    }
}

fn s3(options: &LakeOptions) -> Result<AmazonS3Builder, LakeError> {
    let mut builder = match &options.key_file {
        None => from_environment(),
        Some(path) => {
            let settings = keys::settings(path, "aws_", |name| name.parse::<AmazonS3ConfigKey>().ok())?;
            settings.into_iter().fold(AmazonS3Builder::new(), |builder, (key, value)| builder.with_config(key, value))
        }
    };
    if let Some(endpoint) = &options.endpoint {
        // The one that goes before any that the environment may name.
        builder = builder.with_virtual_hosted_style_request(false);
        builder = builder.with_config(AmazonS3ConfigKey::S3Endpoint, endpoint.0.as_str().trim_end_matches('/'));
    }
    builder = client(options)
        .fold(builder, |builder, (key, value)| builder.with_config(AmazonS3ConfigKey::Client(key), value));
    Ok(builder.with_url(options.address.url.as_str()).with_retry(retries(options.timeout)))
}

/// What the variables that start with AWS_ say. An empty one is one that is not set, as everywhere: a job's secret that
/// nobody gave is an empty variable, and no credential.
fn from_environment() -> AmazonS3Builder {
    let variables =
        env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let named = variables.filter(|(name, value)| name.starts_with("AWS_") && !value.is_empty());
    named.fold(AmazonS3Builder::new(), |builder, (name, value)| match name.to_ascii_lowercase().parse() {
        Ok(key) => builder.with_config(key, value),
        Err(_) => builder,
    })
}

fn azure(options: &LakeOptions) -> Result<MicrosoftAzureBuilder, LakeError> {
    let mut builder = match &options.key_file {
        None => MicrosoftAzureBuilder::from_env(),
        Some(path) => {
            let settings = keys::settings(path, "azure_", |name| name.parse::<AzureConfigKey>().ok())?;
            let new = MicrosoftAzureBuilder::new();
            settings.into_iter().fold(new, |builder, (key, value)| builder.with_config(key, value))
        }
    };
    if let Some(endpoint) = &options.endpoint {
        builder = builder.with_endpoint(endpoint.0.as_str().trim_end_matches('/').to_owned());
    }
    builder =
        client(options).fold(builder, |builder, (key, value)| builder.with_config(AzureConfigKey::Client(key), value));
    Ok(builder.with_url(options.address.url.as_str()).with_retry(retries(options.timeout)))
}

fn google(options: &LakeOptions) -> Result<GoogleCloudStorageBuilder, LakeError> {
    let mut builder = match &options.key_file {
        None => GoogleCloudStorageBuilder::from_env(),
        Some(path) => GoogleCloudStorageBuilder::new().with_service_account_key(keys::service_account(path)?),
    };
    if let Some(endpoint) = &options.endpoint {
        builder = builder.with_base_url(endpoint.0.as_str().trim_end_matches('/'));
    }
    builder =
        client(options).fold(builder, |builder, (key, value)| builder.with_config(GoogleConfigKey::Client(key), value));
    Ok(builder.with_url(options.address.url.as_str()).with_retry(retries(options.timeout)))
}

/// How the client behaves. One try may take half of the time, so that one that hangs can be made again.
fn client(options: &LakeOptions) -> impl Iterator<Item = (ClientConfigKey, String)> {
    let seconds = |duration: Duration| format!("{} ms", duration.as_millis());
    let one_try = options.timeout / 2;
    let plain =
        options.address.url.scheme() == "http" || options.endpoint.as_ref().is_some_and(super::Endpoint::is_plain_http);
    let allow_http = plain.then(|| (ClientConfigKey::AllowHttp, "true".to_owned()));
    let times = [
        (ClientConfigKey::Timeout, seconds(one_try)),
        (ClientConfigKey::ConnectTimeout, seconds(one_try.min(LONGEST_CONNECT))),
    ];
    times.into_iter().chain(allow_http)
}

/// Retries end early enough for the last answer to be told from silence.
fn retries(timeout: Duration) -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig { init_backoff: FIRST_PAUSE, max_backoff: timeout / 8, base: 2.0 },
        max_retries: RETRIES,
        retry_timeout: timeout / 2,
    }
}
