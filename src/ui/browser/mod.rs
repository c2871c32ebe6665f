//! All that only a browser has: the address, events, focus, the clock, fetching. `still` has the same names where views
//! are rendered without one, and does nothing. No other module of the page names a browser's object.

#[cfg(feature = "web")]
mod address;
#[cfg(feature = "web")]
mod ahead;
#[cfg(feature = "web")]
mod draw;
#[cfg(feature = "web")]
mod events;
#[cfg(feature = "web")]
mod fetch;
#[cfg(feature = "web")]
mod focus;
#[cfg(feature = "web")]
mod keys;
#[cfg(feature = "web")]
mod later;
#[cfg(feature = "web")]
mod parts;
#[cfg(feature = "web")]
mod pause;
#[cfg(feature = "web")]
mod place;
#[cfg(feature = "web")]
mod rest;
#[cfg(feature = "web")]
mod scroll;
#[cfg(feature = "web")]
mod start;
#[cfg(feature = "web")]
mod take;
#[cfg(feature = "web")]
mod unpack;

#[cfg(not(feature = "web"))]
mod still;

#[cfg(feature = "web")]
pub use self::{
    address::Location,
    draw::{attempt, draw},
    events::listen,
    focus::{days_since, follow},
    later::Later,
    parts::{begin_later, fetch_parts},
    start::{App, mount, start},
};

#[cfg(not(feature = "web"))]
pub use still::{Location, attempt, begin_later, days_since, draw, fetch_parts, follow, listen};
