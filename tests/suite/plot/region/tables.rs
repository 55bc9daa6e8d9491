//! Towns and wastes of the made-up region.

/// Towns: name, latitude, longitude.
pub const TOWNS: [(&str, f64, f64); 20] = [
    ("Kachkanar", 58.71, 59.48),
    ("Nizhny Tagil", 57.91, 59.98),
    ("Krasnouralsk", 58.35, 60.04),
    ("Kushva", 58.28, 59.76),
    ("Krasnoturyinsk", 59.76, 60.19),
    ("Serov", 59.60, 60.58),
    ("Severouralsk", 60.15, 59.95),
    ("Karpinsk", 59.94, 60.08),
    ("Kamensk-Uralsky", 56.41, 61.92),
    ("Asbest", 57.01, 61.46),
    ("Pervouralsk", 56.91, 59.94),
    ("Revda", 56.80, 59.91),
    ("Kirovgrad", 57.43, 60.06),
    ("Rezh", 57.37, 61.38),
    ("Reftinsky", 57.12, 61.67),
    ("Polevskoy", 56.50, 60.24),
    ("Verkhnyaya Salda", 58.05, 60.56),
    ("Sukhoy Log", 56.91, 62.04),
    ("Nevyansk", 57.49, 60.22),
    ("Verkhnyaya Pyshma", 56.98, 60.57),
];

/// Wastes: name, tonnes a year, stock at start, share reused at start.
pub const WASTES: [(&str, f64, f64, f64); 13] = [
    ("Overburden and host rock", 98e6, 3.9e9, 0.44),
    ("Serpentinite crushing waste", 18e6, 0.98e9, 0.2),
    ("Magnetic separation tailings", 55e6, 1.75e9, 0.14),
    ("Flotation tailings", 7e6, 0.32e9, 0.12),
    ("Blast-furnace slag", 1.6e6, 1e7, 1.0),
    ("Steel slag", 1.3e6, 6.2e7, 0.85),
    ("Copper smelting slag", 1.6e6, 3.4e7, 0.75),
    ("Ferroalloy and nickel slag", 4e5, 2.7e7, 0.4),
    ("Red mud", 2.1e6, 1.1e8, 0.05),
    ("Ash and slag of power plants", 5.4e6, 2.6e8, 0.11),
    ("Zinc-bearing dust and sludge", 2.4e5, 3.6e6, 0.65),
    ("Pyrite cinder", 2e5, 1.3e7, 0.1),
    ("Chromate sludge", 1.5e5, 7.4e6, 0.05),
];

/// Products.
pub const PRODUCTS: [&str; 9] = [
    "Crushed stone",
    "Construction sand",
    "Iron-ore concentrate of the second stage",
    "Copper in concentrate",
    "Ground slag for cement",
    "Zinc oxide",
    "Pozzolan for cement and mixes",
    "Backfill",
    "Aerated concrete",
];
