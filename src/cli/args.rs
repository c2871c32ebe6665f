//! The command's arguments: clap types only.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::bundle::Instant;
use crate::report;

use super::help;

/// The inference value ledger: what is proven, on which hardware, against which baseline, and what to try next.
///
/// Joins a registry of findings with the measurement campaigns that back them, flags every claim that the campaigns do
/// not back, and ranks the next levers.
///
/// Exit codes: 0 fine; 1 the gate failed or a value statement is refused; 2 usage, or a registry or campaigns folder
/// that is missing or refused; 3 the published lake or an earlier site did not answer; 4 the output could not be written.
#[derive(Debug, Parser)]
#[command(name = "perftunereport", version, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    #[command(name = "value_view")]
    ValueView(ValueView),
    #[command(name = "portability_view")]
    PortabilityView(PortabilityView),
    #[command(name = "value_statement")]
    ValueStatement(ValueStatement),
    Snapshot(Snapshot),
    Publish(Publish),
    Diff(Diff),
    Explain(Explain),
    Completions(Completions),
    /// Print the JSON Schema of the registry, for editors and other validators.
    Schema,
}

/// Print the ledger and the frontier, and gate on their flags.
#[derive(Debug, Args)]
#[command(after_help = help::VALUE_VIEW, after_long_help = help::value_view_long())]
pub struct ValueView {
    #[command(flatten)]
    pub inputs: Inputs,

    /// Write the document to this file instead of printing it.
    ///
    /// The file is replaced as a whole or not at all.
    #[arg(long, value_name = "FILE", value_parser = file())]
    pub out: Option<PathBuf>,

    /// What to write.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,

    /// Heading of the document; only table and report have one.
    #[arg(long, value_name = "TEXT", default_value = "Inference value ledger")]
    pub title: String,

    /// USD per GPU-hour in place of every rate of cost.yaml.
    #[arg(long, value_name = "USD", value_parser = parse_rate, allow_negative_numbers = true)]
    pub gpu_hr: Option<f64>,

    /// Print a summary for CI as JSON instead of the document; with --out, both.
    #[arg(long)]
    pub json: bool,

    /// Exit 1 while an unwaived error stands.
    ///
    /// The document is written all the same. --strict and --strict=all are the same.
    #[arg(long, value_name = "SCOPE", num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    pub strict: Option<Strict>,

    /// What --strict=new compares with: a bundle, a site's folder, or the address of either.
    #[arg(long, value_name = "PREVIOUS", required_if_eq("strict", "new"))]
    pub previous: Option<String>,
}

/// Print which lever holds on which model, and what to try next on each model.
///
/// Each finding that names a model is a line, each model that one names a column: validated, candidate, refuted or
/// untested. Where a finding has a model in several lists, refuted counts before validated and validated before candidate.
#[derive(Debug, Args)]
#[command(after_help = help::PORTABILITY_VIEW)]
pub struct PortabilityView {
    #[command(flatten)]
    pub inputs: Inputs,

    /// Write the document to this file instead of printing it.
    ///
    /// The file is replaced as a whole or not at all.
    #[arg(long, value_name = "FILE", value_parser = file())]
    pub out: Option<PathBuf>,

    /// What to write.
    #[arg(long, value_enum, default_value_t = MatrixFormat::Table)]
    pub format: MatrixFormat,

    /// Heading of the document; only table has one.
    #[arg(long, value_name = "TEXT", default_value = "Portability of the levers")]
    pub title: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MatrixFormat {
    /// The matrix and the lists as Markdown, at most 40 models wide; on a terminal as padded columns.
    Table,
    /// For programs: value-portability/1; a model that a finding does not list is untested.
    Json,
    /// One row a finding and a model that it lists, for spreadsheets; every other pair is untested.
    Csv,
}

/// Print the value statement of one finding: plain text for a pull request.
///
/// Only a done finding has one: one found campaign is grounded and of effective tier verdict, and every number has its
/// full context. Where something is missing, all of it is said on stderr, and the exit code is 1.
#[derive(Debug, Args)]
#[command(after_help = help::VALUE_STATEMENT)]
pub struct ValueStatement {
    /// The id of the finding, or its key where an id stands twice or not at all (id~2, #4).
    #[arg(value_name = "ID")]
    pub id: String,

    #[command(flatten)]
    pub inputs: Inputs,
}

/// Write everything that the ledger is computed from as one JSON file.
///
/// The file carries its own digest. The same inputs and the same time give the same bytes.
#[derive(Debug, Args)]
#[command(after_help = help::SNAPSHOT)]
pub struct Snapshot {
    #[command(flatten)]
    pub inputs: Inputs,

    /// Write the bundle to this file.
    ///
    /// The file is replaced as a whole or not at all.
    #[arg(long, value_name = "FILE", value_parser = file())]
    pub out: PathBuf,

    /// In which form.
    #[arg(long, value_enum, default_value_t = BundleForm::Json)]
    pub format: BundleForm,
}

/// The forms of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BundleForm {
    /// The contract, which this and every later release reads.
    Json,
    /// What the page of this very build reads in its place.
    Compact,
}

/// Write a complete site: the page with the ledger in it, and the same ledger for other tools.
///
/// The folder is replaced as a whole or not at all: the site is written beside it, read back and checked, and then takes
/// its place. A folder that holds anything that publish did not put there is refused.
#[derive(Debug, Args)]
#[command(after_help = help::PUBLISH)]
#[group(id = "published", required = true, multiple = true, args = ["out", "single_file"])]
pub struct Publish {
    #[command(flatten)]
    pub inputs: Inputs,

    /// The folder of the site.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Write the page as one file, which opens from a disk or a message and asks for nothing; with --out, both.
    ///
    /// The file is replaced as a whole or not at all.
    #[arg(long, value_name = "FILE", value_parser = file())]
    pub single_file: Option<PathBuf>,

    /// The page's program, as a build leaves it, in place of the one that this command carries.
    #[arg(long, value_name = "DIR")]
    pub shell: Option<PathBuf>,

    /// The publish before this one: a site's folder or address, or a bundle.
    ///
    /// The page then opens with what changed since, and takes over the record of the changes before. For a first publish
    /// leave it out.
    #[arg(long, value_name = "PREVIOUS", required_if_eq("strict", "new"))]
    pub previous: Option<String>,

    /// Heading of ledger.md.
    #[arg(long, value_name = "TEXT", default_value = "Inference value ledger")]
    pub title: String,

    /// Ask search engines not to list the site. It keeps nobody out.
    #[arg(long)]
    pub noindex: bool,

    /// Publish nothing and exit 1 while an unwaived error stands.
    ///
    /// --strict and --strict=all are the same.
    #[arg(long, value_name = "SCOPE", num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    pub strict: Option<Strict>,
}

/// Print what changed between two snapshots.
///
/// Each is a bundle that snapshot wrote, the folder of a site that publish wrote, or the address of either.
#[derive(Debug, Args)]
#[command(after_help = help::DIFF)]
pub struct Diff {
    /// The earlier one.
    #[arg(value_name = "OLD")]
    pub old: String,

    /// The later one.
    #[arg(value_name = "NEW")]
    pub new: String,

    /// What to write.
    #[arg(long, value_enum, default_value_t = DiffFormat::Markdown)]
    pub format: DiffFormat,

    /// Write to this file instead of printing.
    ///
    /// The file is replaced as a whole or not at all.
    #[arg(long, value_name = "FILE", value_parser = file())]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people; on a terminal with styles.
    Markdown,
    /// For programs: value-ledger-changes/1.
    Json,
}

/// Say what a flag means, why it matters and how to fix it; without a code, list all codes.
#[derive(Debug, Args)]
#[command(after_help = help::EXPLAIN)]
pub struct Explain {
    /// The code of the flag, such as done-ungrounded.
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Print what a shell needs to complete the command's verbs and options.
#[derive(Debug, Args)]
#[command(after_help = help::COMPLETIONS)]
pub struct Completions {
    /// The shell that they are for.
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

/// Where to read from.
#[derive(Debug, Args)]
pub struct Inputs {
    /// The registry of findings [env: VALUE_LEDGER_REGISTRY].
    ///
    /// Where neither names one: configs/value-findings.yaml beside the campaigns folder, else value-findings.yaml
    /// beside it. cost.yaml, sol-ceilings.yaml and policy.yaml are read from the registry's folder.
    #[arg(long, value_name = "FILE")]
    pub registry: Option<PathBuf>,

    /// The folder that holds one folder a campaign [env: PERFREPORT_CAMPAIGNS_DIR].
    ///
    /// Where neither names one: ./campaigns, else ./configs/campaigns; with --lake none is needed.
    #[arg(long, value_name = "DIR")]
    pub campaigns_dir: Option<PathBuf>,

    #[command(flatten)]
    pub lake: Lake,

    /// List the strong campaigns of the lake that no finding cites.
    ///
    /// Reads every campaign of the campaigns folder and of the published lake: those with tier verdict and sol_rigor L3
    /// or L4 are listed as unclaimed evidence.
    #[arg(long)]
    pub scan: bool,

    /// The time of the snapshot, as 2026-11-02 or 2026-11-02T08:00:00Z [env: SOURCE_DATE_EPOCH].
    ///
    /// Where neither is given: the clock. Rules about age use this time.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub now: Option<Instant>,
}

/// The published lake, beside the campaigns folder or in its place.
#[derive(Debug, Args)]
pub struct Lake {
    /// A published lake: s3://, gs://, az://, https:// or file:///, bucket and prefix [env: VALUE_LEDGER_LAKE].
    ///
    /// What is read lies under <URL>/perflake/perf-report/. Credentials come from --lake-key-file, else from the variables
    /// that start with AWS_, AZURE_ or GOOGLE_, else from the machine's role.
    #[arg(long = "lake", value_name = "URL")]
    pub url: Option<String>,

    /// The endpoint of a store that is compatible with S3, or stands in for Azure or Google.
    #[arg(long = "lake-endpoint", value_name = "URL")]
    pub endpoint: Option<String>,

    /// Credentials for the published lake, and none from the environment.
    ///
    /// For gs:// the JSON key of a service account; for s3:// and az:// lines of name = value, before any section or in
    /// [default], with the names of the environment's variables in lower case (aws_access_key_id,
    /// aws_secret_access_key, azure_storage_account_name, azure_storage_account_key).
    #[arg(long = "lake-key-file", value_name = "FILE")]
    pub key_file: Option<PathBuf>,

    /// What one request to the published lake may take, with its retries.
    #[arg(long = "lake-timeout", value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub timeout: u64,

    /// Go on without what the published lake does not answer.
    ///
    /// The campaigns that this leaves open are marked unknown. Without it such a run ends with exit code 3.
    #[arg(long)]
    pub allow_partial: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The whole ledger as Markdown; on a terminal as padded columns.
    Table,
    /// A brief to paste in a chat.
    Report,
    /// The whole ledger for programs: value-ledger/1.
    Json,
    /// One row a finding, for spreadsheets.
    Csv,
    /// The flags for code scanning: SARIF 2.1.0.
    Sarif,
    /// The flags as workflow commands of GitHub Actions.
    Github,
    /// A test case a finding, which fails while an error stands on it: JUnit XML.
    Junit,
}

impl From<MatrixFormat> for report::MatrixFormat {
    fn from(format: MatrixFormat) -> Self {
        match format {
            MatrixFormat::Table => Self::Table,
            MatrixFormat::Json => Self::Json,
            MatrixFormat::Csv => Self::Csv,
        }
    }
}

/// What a format is to the renderers.
pub enum Form {
    Document(report::Format),
    Annotations(report::Annotations),
}

impl From<Format> for Form {
    fn from(format: Format) -> Self {
        match format {
            Format::Table => Self::Document(report::Format::Table),
            Format::Report => Self::Document(report::Format::Report),
            Format::Json => Self::Document(report::Format::Json),
            Format::Csv => Self::Document(report::Format::Csv),
            Format::Sarif => Self::Annotations(report::Annotations::Sarif),
            Format::Github => Self::Annotations(report::Annotations::Github),
            Format::Junit => Self::Annotations(report::Annotations::Junit),
        }
    }
}

/// Which errors fail the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Strict {
    /// Any unwaived error.
    All,
    /// An unwaived error that the ledger of --previous did not have.
    New,
}

fn parse_rate(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(rate) if rate.is_finite() && rate > 0.0 => Ok(rate),
        _ => Err("a rate is a number of USD above zero, such as 8.60".to_owned()),
    }
}

fn parse_time(text: &str) -> Result<Instant, String> {
    Instant::parse(text).ok_or_else(|| "a time is a day (2026-11-02) or RFC 3339 (2026-11-02T08:00:00Z)".to_owned())
}

fn file() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| match path.to_str() {
        Some("-") => Err("name a file; standard output is /dev/stdout"),
        _ => Ok(path),
    })
}
