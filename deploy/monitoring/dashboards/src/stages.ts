// The stages in the order in which they run: Prometheus answers in that of the alphabet.

export const buildStages = ["accept", "infra", "bootstrap", "cni", "network", "addons", "edge", "ingress", "dns"];
export const removalStages = [
  "dns-removal", "ingress-removal", "edge-removal",
  "addons-removal", "network-removal", "cni-removal", "nodes-removal", "infra-removal",
];
export const allStages = [...buildStages, ...removalStages];

/** Constants: the place of each stage, by its label. */
const places = allStages.map((stage, index) => `label_replace(vector(${index + 1}), "stage", "${stage}", "", "")`).join(" or ");

/** The place of each stage that the vector has; one that is not known here comes last. */
export const place = (vector: string): string =>
  `(${vector}) * 0 + on (stage) (${places}) or (${vector}) * 0 + ${allStages.length + 1}`;
