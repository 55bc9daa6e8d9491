//! Which numbers a record holds, and how those of a plan are read from them. A record keeps the whole summary, so that a
//! plan that asks for another indicator finds it.

use std::collections::BTreeMap;

use crate::indicators::Indicator;

/// The numbers of a layout that the indicators of a plan are read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// The names.
    pub names: Vec<String>,
    /// Where each indicator of the plan stands; `None` if one of them cannot be read.
    sources: Option<Vec<Source>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// A number as it is.
    Own(usize),
    /// The cluster's less the twin's.
    Difference(usize, usize),
}

impl Layout {
    /// How the indicators are read from numbers with these names.
    pub fn new(names: Vec<String>, indicators: &[Indicator]) -> Layout {
        let places: BTreeMap<&str, usize> =
            names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let place = |name: &str| places.get(name).copied();
        let source = |indicator: &Indicator| {
            let own = place(&indicator.name).map(Source::Own);
            let difference = || {
                let [cluster, twin] = indicator.difference_of()?;
                Some(Source::Difference(place(&cluster)?, place(&twin)?))
            };
            own.or_else(difference)
        };
        let sources = indicators.iter().map(source).collect();
        Layout { names, sources }
    }

    /// Whether all indicators can be read.
    pub fn serves(&self) -> bool {
        self.sources.is_some()
    }

    /// The indicators; `None` if one cannot be read.
    pub fn read(&self, values: &[f64]) -> Option<Vec<f64>> {
        let at = |place: usize| values.get(place).copied();
        let read = |source: &Source| match *source {
            Source::Own(place) => at(place),
            Source::Difference(cluster, twin) => Some(at(cluster)? - at(twin)?),
        };
        self.sources.as_ref()?.iter().map(read).collect()
    }
}
