"use strict";
// The address: #v=VERSION&s=SCENARIO&l=LANGUAGE&y=YEAR&seed=SEED&set=PATH=VALUE&set=...
const link = (() => {
  const write = ({ version, scenario, language, year, seed, set }) => {
    const parts = new URLSearchParams({ v: version, s: scenario, l: language, y: year });
    if (seed !== null) parts.set("seed", seed);
    for (const [path, value] of Object.entries(set)) parts.append("set", path + "=" + JSON.stringify(value));
    return "#" + parts;
  };
  // What the address says, and what in it makes no sense; what it does not say is undefined.
  const read = (hash) => {
    const parts = new URLSearchParams(hash.replace(/^#/, "")), wrong = [], set = {};
    for (const part of parts.getAll("set")) {
      const at = part.indexOf("=");
      try {
        if (at < 1) throw 0;
        const value = JSON.parse(part.slice(at + 1));
        if (!["number", "boolean", "string"].includes(typeof value)) throw 0;
        set[part.slice(0, at)] = value;
      } catch { wrong.push("set=" + part); }
    }
    const whole = (key) => {
      if (!parts.has(key)) return undefined;
      if (/^\d{1,16}$/.test(parts.get(key)) && Number.isSafeInteger(+parts.get(key))) return +parts.get(key);
      wrong.push(key + "=" + parts.get(key));
    };
    for (const key of parts.keys()) if (!["v", "s", "l", "y", "seed", "set"].includes(key)) wrong.push(key);
    return { version: parts.get("v") ?? undefined, scenario: parts.get("s") ?? undefined, language: parts.get("l") ?? undefined, year: whole("y"), seed: whole("seed"), set, wrong };
  };
  return { write, read };
})();
