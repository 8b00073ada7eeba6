// The documents of the console, as the Java record ClusterDocument writes them.

export type StateName = "not-begun" | "running" | "waiting" | "done" | "failed" | "removed";

export interface Step {
  state: string;
  dependsOn: string[];
  startedAt?: string;
  endedAt?: string;
  message?: string;
}

export interface Failure {
  code: string;
  message: string;
  fix: string;
  command?: string;
  steps: { step: string; code: string; message: string; logTail: string[] }[];
  findings: { path: string; value?: string; reason: string; fix: string }[];
}

export interface Stage {
  name: string;
  service: string;
  /** It runs beside the others, which do not wait for it. */
  beside?: boolean;
  state: StateName;
  attempt: number;
  startedAt?: string;
  endedAt?: string;
  percent: number;
  retry?: { attempt: number; attempts: number; code: string; message: string; until: string };
  failure?: Failure;
  steps: Record<string, Step>;
}

export interface PhaseTimes {
  phase: string;
  state: StateName;
  startedAt?: string;
  endedAt?: string;
}

export interface Cluster {
  key: string;
  name: string;
  region?: string;
  accountId?: string;
  generation: number;
  kind: "build" | "removal";
  phase: string;
  buildId?: string;
  requestedAt?: string;
  endedAt?: string;
  /** When estimates and costs were computed. */
  asOf: string;
  etaSeconds?: number;
  progress: number;
  replays: number;
  stages: Stage[];
  nodes: { name: string; type: string; phases: PhaseTimes[] }[];
  criticalPath: string[];
  waitsFor: { stage: string; step: string; since: string; message: string }[];
  evidence: { check: string; how: string; result: string }[];
  cost?: { perHour: number; soFar: number; isOfRegion: boolean; unknownTypes: string[] };
  refusal?: { at: string; reason: string; fix: string };
}

/** A stage of a patch holds only the steps that changed, unless its plan did. */
export interface StagePatch extends Stage {
  replan?: boolean;
}

export interface ClusterPatch extends Omit<Cluster, "stages"> {
  stages: StagePatch[];
  gone?: boolean;
}
