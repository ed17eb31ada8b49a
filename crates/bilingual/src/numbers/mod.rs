//! Numbers by value.
//!
//! Both sides are read into [quantities](quantity::Quantity); what one side has and the other lacks is left over. A number that
//! is left over on both sides is a fault, one that is left over on one side deserves a look at most. Words of the original are
//! never asked for in the English: translators spell numbers out, leave them out, or put others for them ("a year" for twelve
//! months), so a word only excuses what stands in the English.

mod alike;
mod cjk;
mod compare;
mod english;
mod letters;
mod literal;
mod notation;
mod original;
mod quantity;
mod units;
mod value;

pub(crate) use compare::check;
pub(crate) use value::are_alike;
