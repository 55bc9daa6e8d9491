/** Signs of the stages; the same as in the pictures of `circulus run`. */
import { px } from "../svg";

/** Corners, angle of the first one from the top in degrees, and size, so that all look equally large. */
const CORNERS: Partial<Record<string, [corners: number, turn: number, size: number]>> = {
  mining: [3, 0, 1.25],
  beneficiation: [4, 0, 1.2],
  metallurgy: [4, 45, 1.2],
  power: [5, 0, 1.1],
  legacy: [3, 180, 1.25],
};

/** The stages, in the order of a legend. */
export const STAGES = ["mining", "beneficiation", "metallurgy", "power", "converter", "legacy"] as const;

/** The outline of a stage's sign around (0, 0). */
export const signOf = (stage: string, radius: number) => {
  const shape = CORNERS[stage];
  if (!shape) {
    const [half, whole] = [px(radius), px(2 * radius)];
    return `M-${half} 0a${half} ${half} 0 1 0 ${whole} 0a${half} ${half} 0 1 0 -${whole} 0Z`;
  }
  const [corners, turn, size] = shape;
  const points = Array.from({ length: corners }, (_, corner) => {
    const angle = ((turn + (360 * corner) / corners) * Math.PI) / 180;
    return `${px(radius * size * Math.sin(angle))} ${px(-radius * size * Math.cos(angle))}`;
  });
  return `M${points.join("L")}Z`;
};

/** A heap of radius 1 on the ground at (0, 0): half a disc, whose area shows the tonnes. */
export const HEAP = "M-1 0A1 1 0 0 1 1 0Z";
