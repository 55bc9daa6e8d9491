/** The maps of both worlds and their legend. */
import {
  type Data,
  type Flow,
  forgetSizes,
  joined,
  type Scale,
  scaleOf,
  shapeOf,
  type WorldName,
  WORLDS,
} from "../charts";
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { charts, texts } from "./speech";
import { frame, shownYear, state } from "./state";

const mapOf = (world: WorldName) => byId(`map-${world}`, HTMLDivElement);

export interface MapClicks {
  plant: (world: WorldName, plant: number) => void;
  flow: (world: WorldName, flow: Flow) => void;
}
let clicks: MapClicks | undefined;

/** Says what a click on a map does. */
export const onMapClick = (of: MapClicks) => {
  clicks = of;
};

/** The scale of the region's run with nothing changed: choices must not make the same tonnes look different. */
let own: Scale | undefined;

export const keepScale = (unchanged: Data) => {
  own = scaleOf(unchanged);
};

const scale = () => {
  const now = scaleOf(frame().data);
  return own ? joined(own, now) : now;
};

export const drawMaps = () => {
  const { data } = frame();
  // A region that is higher than wide needs high maps.
  const tall = shapeOf(data) > 1;
  if (document.body.classList.contains("tall") !== tall) {
    document.body.classList.toggle("tall", tall);
    forgetSizes();
  }
  for (const name of WORLDS) {
    const element = mapOf(name);
    element.setAttribute(
      "aria-label",
      fillIn(texts().region.map, { world: texts()[name], year: shownYear() }),
    );
    const { year, waste } = state;
    charts().map(
      { data, world: data.worlds[name], year, waste, element, scale: scale() },
      {
        plant: (plant) => clicks?.plant(name, plant),
        flow: (flow) => clicks?.flow(name, flow),
      },
    );
  }
};

/** After a change of region, language or size. */
export const drawMapLegend = () => {
  charts().legend(byId("legend", HTMLDivElement), {
    data: frame().data,
    element: mapOf("cluster"),
    scale: scale(),
  });
};
