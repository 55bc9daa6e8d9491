//! The two forms of a technology's products: `products`, and `product` with `yield`.

use crate::scenario::tree::{Data, Entry, Node};

/// A technology's products have two forms; the one in the overriding file replaces that of the base.
pub(super) fn one_form_of_products(base: &mut Vec<Entry>, over: &[Entry]) {
    let given = |key: &str| over.iter().any(|entry| entry.key == key);
    if given("products") {
        base.retain(|entry| !["product", "yield", "products"].contains(&entry.key.as_str()));
    } else if given("product") && given("yield") {
        base.retain(|entry| entry.key != "products");
    }
}

/// A technology's products have two forms; an argument may use the one that the file does not: the yield of the only
/// product is `yield` and `products.<id>`.
pub(super) fn form_of_the_file(base: &mut Vec<Entry>, over: &mut [Entry]) {
    let place = |list: &[Entry], key: &str| list.iter().position(|entry| entry.key == key);
    if place(over, "products").is_some() && place(base, "products").is_none() {
        let short = |base: &mut Vec<Entry>, key: &str| Some(base.remove(place(base, key)?));
        let Some(Data::Text(product)) = place(base, "product").map(|at| base[at].node.data.clone()) else {
            return;
        };
        let Some(of) = short(base, "yield") else { return };
        let _ = short(base, "product");
        let only = Entry { key: product, place: of.place, node: of.node };
        let node = Node::plain(of.place, Data::Table(vec![only]));
        base.push(Entry { key: "products".into(), place: of.place, node });
    } else if let (Some(at), Some(long)) = (place(over, "yield"), place(base, "products"))
        && place(over, "product").is_none()
        && let [only] = base[long].node.entries()
    {
        let product = Entry { key: only.key.clone(), ..over[at].clone() };
        let node = Node::plain(over[at].place, Data::Table(vec![product]));
        over[at] = Entry { key: "products".into(), node, ..over[at].clone() };
    }
}
