/** The numbers of a run, as `crates/circulus-report/src/data.rs` writes them. Lists by year begin with the first year. */
/** Tonnes are per tonne of waste; products, residue and loss are waste and what is added. */
export interface Technology {
  name: string;
  waste: number;
  /** Product and tonnes. */
  products: [number, number][];
  residue: number | null;
  residue_t: number;
  added: number;
  loss: number;
}

export interface Data {
  currency: string;
  years: number[];
  wastes: Named[];
  products: Named[];
  technologies: Technology[];
  infrastructure: Named[];
  /** Kinds of event: the risks of the scenario, then insolvency and the end of the cluster. */
  risks: string[];
  channels: string[];
  plants: Plant[];
  worlds: Record<WorldName, World>;
}

export interface Named {
  id: string;
  name: string;
}

export interface Plant extends Named {
  stage: string;
  lat: number;
  lon: number;
}

/** The region with the company and without it. */
export type WorldName = "cluster" | "twin";

export const WORLDS: readonly WorldName[] = ["cluster", "twin"];

/** A number for each year. */
export type Years = number[];

export interface World {
  use_rate: Years;
  members: Years;
  gain: Years;
  budget: Years;
  losses: Years;
  /** By waste, t. */
  generated: Years[];
  reused: Years[];
  converted: Years[];
  stock: Years[];
  released: Years[];
  /** By product. */
  price: Years[];
  /** By channel. */
  synergy: Years[];
  /** By kind of infrastructure. */
  level: Years[];
  /** By plant: 1 for a member. */
  members_of: Years[];
  /** By plant, t. */
  stock_of: Years[];
  /** By year. */
  flows: Flow[][];
  chains: Chain[];
  /** By waste: share of residue in all that there was to convert. */
  residue_share: number[];
  events: Event[];
}

/** Supplier, converter, waste, tonnes. */
export type Flow = [from: number, to: number, waste: number, t: number];

/** Stage of the supplier, technology, tonnes over the run. */
export type Chain = [stage: string, technology: number, t: number];

/** An event at a plant, or at the company if `plant` is null. */
export type Event = [
  year: number,
  kind: number,
  plant: number | null,
  member: boolean,
  loss: number,
  covered: number,
  released_t: number,
];
