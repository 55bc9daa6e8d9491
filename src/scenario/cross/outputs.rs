//! Outputs of technologies add up, in one form or the other, and residues form no cycle [N1].

use super::place;
use crate::laws::residue::rho;
use crate::maths::ROUNDING;
use crate::scenario::filled::{Filled, Item, NoKey, Value};
use crate::scenario::source::Collector;

/// Checks the outputs of all technologies, as far as their own values were not refused.
pub(super) fn check(root: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let technologies = root.all("technology")?;
    for technology in technologies {
        one_form(technology, faults)?;
        mass(technology, faults)?;
    }
    let mut edges = Vec::new();
    for technology in technologies {
        let (waste, residue) = (id(technology, "waste")?, id(technology, "residue")?);
        edges.extend(waste.zip(residue).map(|(from, to)| (from, to, technology)));
    }
    let pairs: Vec<(&str, &str)> = edges.iter().map(|(from, to, _)| (*from, *to)).collect();
    if let Some(cycle) = cycle(&pairs) {
        let (.., at) = edges[cycle[0]];
        let names: Vec<&str> = cycle.iter().map(|edge| pairs[*edge].0).chain([pairs[cycle[0]].0]).collect();
        let key = format!("technology.{}.residue", at.id);
        faults.value(place(at, "residue")?, key, in_a_cycle(&names), None);
    }
    Ok(())
}

/// The id that a key gives; `None` if it was refused or left out.
fn id<'f>(technology: &'f Filled, key: &str) -> Result<Option<&'f str>, NoKey> {
    Ok(technology.item(key)?.and_then(|item| item.value.text()))
}

/// The message for a residue that would come back as itself.
fn in_a_cycle(names: &[&str]) -> String {
    format!("residues form a cycle, {}; leave one of them out", names.join(" to "))
}

/// Exactly one of `products` and `product` with `yield`, and every yield more than 0.
fn one_form(technology: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let short = ["product", "yield"];
    let given =
        |key: &str| Ok::<_, NoKey>(technology.item(key)?.is_some() || technology.refused.contains(&key));
    let key = |key: &str| format!("technology.{}.{key}", technology.id);
    if given("products")? {
        for beside in short {
            if given(beside)? {
                let message = "products has it; give either product and yield, or products".into();
                faults.value(place(technology, beside)?, key(beside), message, None);
            }
        }
        if technology.item("products")?.is_none() {
            return Ok(());
        }
        let products = technology.map("products")?;
        if products.is_empty() && technology.refused.is_empty() {
            let message = "must have at least one product".into();
            faults.value(place(technology, "products")?, key("products"), message, None);
        }
        for (product, _) in products.iter().filter(|(_, t_per_t)| *t_per_t <= 0.0) {
            let message = "must be more than 0, t/t; leave the product out".into();
            faults.value(place(technology, "products")?, key(&format!("products.{product}")), message, None);
        }
        return Ok(());
    }
    for missing in short {
        if !given(missing)? {
            let message = format!(
                "'{missing}' is missing in [technology.{}]: give product and yield, or products = {{ ... }}",
                technology.id
            );
            faults.say(technology.place, message, None);
        }
    }
    Ok(())
}

/// The outputs are what goes in.
fn mass(technology: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let number = |key: &str| match technology.item(key)? {
        Some(_) => technology.number(key).map(Some),
        None => Ok(None),
    };
    let yields = match technology.item("products")? {
        Some(_) => Some(technology.map("products")?.iter().fold(0.0, |sum, (_, t_per_t)| sum + t_per_t)),
        None => number("yield")?,
    };
    if yields == Some(0.0) {
        return Ok(()); // told already
    }
    let (Some(yields), Some(added), Some(loss)) = (yields, number("added")?, number("loss")?) else {
        return Ok(());
    };
    let has_residue = technology.item("residue")?.is_some() || technology.refused.contains(&"residue");
    if let Some(message) = imbalance(rho(added, loss, yields), has_residue) {
        let key = if technology.item("products")?.is_some() { "products" } else { "yield" };
        let name = format!("technology.{}.{key}", technology.id);
        faults.value(place(technology, key)?, name, message, None);
    }
    Ok(())
}

/// The message for outputs that do not add up to what goes in; `None` if they do [N1].
pub(in crate::scenario) fn imbalance(rho: f64, has_residue: bool) -> Option<String> {
    if rho < -ROUNDING {
        return Some(format!(
            "products and loss exceed waste and added by {} t per t of waste; lower them, or raise added",
            shown(-rho)
        ));
    }
    (rho > ROUNDING && !has_residue).then(|| {
        let rest = shown(rho);
        format!(
            "{rest} t of each t of waste (1 + added - loss - products) disappear; name the waste that they are as residue, \
             or say loss = {rest} if they leave as water, gas or carbon"
        )
    })
}

/// A number without what rounding leaves behind its tenth digit.
fn shown(t_per_t: f64) -> f64 {
    (t_per_t * 1e10).round() / 1e10
}

/// Edges, from waste to residue, that form a cycle, in order; the first one found in the order of the edges.
pub(in crate::scenario) fn cycle<K: Copy + PartialEq>(edges: &[(K, K)]) -> Option<Vec<usize>> {
    let mut done = vec![false; edges.len()];
    for start in 0..edges.len() {
        let mut path = vec![(start, 0)];
        while let Some((edge, next)) = path.pop() {
            if done[edge] {
                continue;
            }
            let to = edges[edge].1;
            if let Some(first) = path.iter().position(|(before, _)| edges[*before].0 == to) {
                return Some(path[first..].iter().map(|(edge, _)| *edge).chain([edge]).collect());
            }
            if edges[edge].0 == to {
                return Some(vec![edge]);
            }
            match (next..edges.len()).find(|follower| edges[*follower].0 == to) {
                Some(follower) => path.extend([(edge, follower + 1), (follower, 0)]),
                None => done[edge] = true,
            }
        }
    }
    None
}

/// Replaces the short form by `products`.
pub(super) fn complete(technology: &mut Filled) -> Result<(), NoKey> {
    if technology.item("products")?.is_some() {
        return Ok(());
    }
    let product = technology.text("product")?.to_owned();
    let known = |key| Ok(technology.item(key)?.and_then(|item| item.doubt("")).cloned());
    let known = match known("yield")? {
        Some(doubt) => Some(doubt),
        None => known("product")?,
    };
    let doubts = known.into_iter().map(|doubt| (product.clone(), doubt)).collect();
    let map = vec![(product, technology.number("yield")?)];
    let place = place(technology, "product")?;
    let schema = technology.schema;
    let Some(key) = schema.keys.iter().find(|key| key.key == "products") else {
        return Err(NoKey::new(schema, "products", "a key"));
    };
    technology.items.retain(|item| !["product", "yield"].contains(&item.key.key));
    technology.items.push(Item { key, value: Value::Map(map), place, doubts });
    technology.items.sort_by_key(|item| schema.keys.iter().position(|p| p.key == item.key.key));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_found() {
        assert_eq!(cycle(&[(0, 1), (1, 2), (0, 2), (2, 3)]), None);
        assert_eq!(cycle(&[(0, 0)]), Some(vec![0]));
        assert_eq!(cycle(&[(0, 1), (1, 2), (2, 1)]), Some(vec![1, 2]));
        assert_eq!(cycle(&[(0, 1), (5, 6), (1, 2), (2, 0)]), Some(vec![0, 2, 3]));
    }
}
