//! Every bound and every shortcut, compared with an exhaustive computation: all pairs of streams and slots, all plants,
//! all draws one by one, under policies, levers, prices and costs that strain them.

mod acquaintance;
mod barely;
mod book;
mod everything;
mod gates;
mod links;
mod peers;
mod projects;
pub mod regimes;
mod risk;
mod ties;
mod trade;
mod value;
