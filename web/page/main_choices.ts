/** The choices that everyone sees first, with the values of their levels; the words of the levels are in the texts. */
import type { Choice } from "./protocol";

export interface MainChoice {
  id: "fee" | "subsidy" | "grant" | "contacts" | "overhead";
  path: string;
  /** Values, or factors on the scenario's own value. */
  levels: number[];
  factors?: boolean;
}

export const MAIN: MainChoice[] = [
  { id: "fee", path: "policy.disposal_fee_factor", levels: [1, 2, 3, 10] },
  { id: "subsidy", path: "policy.subsidy_per_t", levels: [0, 50, 150, 500] },
  { id: "grant", path: "management.grant", levels: [0, 0.5, 1, 2], factors: true },
  { id: "contacts", path: "management.contacts_per_year", levels: [0, 1, 3, 8], factors: true },
  { id: "overhead", path: "management.overhead", levels: [0.5, 1, 3, 7], factors: true },
];

export const mainOf = (choice: Choice) => MAIN.find(({ path }) => path === choice.path);

/** The values of the levels in a scenario, within the choice's range. */
export const levelsOf = (choice: Choice): number[] => {
  const main = mainOf(choice);
  if (!main) return [];
  const most = choice.span?.[1] ?? Infinity;
  return main.levels.map((level) => Math.min(most, main.factors ? level * Number(choice.value) : level));
};
