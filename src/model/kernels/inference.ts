/** The inference module as TypeScript sees it; what each function does stands in assembly/. Pointers are in bytes. */
export interface InferenceKernels {
  gather(count: number, ids: number, size: number, table: number, out: number): void;
  gatherCodes(count: number, ids: number, size: number, table: number, values: number, out: number): void;
  integerGather(
    count: number,
    ids: number,
    size: number,
    padded: number,
    table: number,
    scale: number,
    out: number,
  ): void;
  integerGatherCodes(
    count: number,
    ids: number,
    size: number,
    padded: number,
    table: number,
    out: number,
  ): void;
  integerBlockedProduct(
    rows: number,
    inputs: number,
    columns: number,
    x: number,
    weights: number,
    scales: number,
    bias: number,
    out: number,
  ): void;
  integerRecur(
    steps: number,
    units: number,
    real: number,
    projected: number,
    projectedStep: number,
    gates: number,
    gateScales: number,
    candidate: number,
    candidateScales: number,
    gamma: number,
    beta: number,
    hidden: number,
    hiddenCodes: number,
    states: number,
    codes: number,
    statesStep: number,
    scratch: number,
  ): void;
  integerScore(
    rows: number,
    width: number,
    units: number,
    codes: number,
    weights: number,
    scales: number,
    bias: number,
    direction: number,
    out: number,
  ): void;
  blockedProduct(
    rows: number,
    inputs: number,
    columns: number,
    x: number,
    weights: number,
    bias: number,
    out: number,
  ): void;
  recur(
    steps: number,
    units: number,
    real: number,
    projected: number,
    projectedStep: number,
    gates: number,
    candidate: number,
    gamma: number,
    beta: number,
    hidden: number,
    states: number,
    statesStep: number,
    scratch: number,
  ): void;
  recurAttention(
    steps: number,
    units: number,
    real: number,
    projected: number,
    weights: number,
    reset: number,
    candidate: number,
    gamma: number,
    beta: number,
    hidden: number,
    scratch: number,
  ): void;
  recurGated(
    steps: number,
    units: number,
    real: number,
    projected: number,
    gates: number,
    reset: number,
    candidate: number,
    gamma: number,
    beta: number,
    hidden: number,
    scratch: number,
  ): void;
  score(
    rows: number,
    width: number,
    units: number,
    states: number,
    weights: number,
    bias: number,
    direction: number,
    out: number,
  ): void;
  scoreStates(rows: number, width: number, states: number, direction: number, out: number): void;
  softmax(
    count: number,
    scores: number,
    bounded: boolean,
    pads: number,
    padScore: number,
    weights: number,
  ): number;
  tanhAll(count: number, values: number): void;
  softmaxColumns(
    rows: number,
    units: number,
    real: number,
    scores: number,
    bounded: boolean,
    pads: number,
    padScores: number,
    gates: number,
    weights: number,
  ): number;
  weightedSum(count: number, width: number, weights: number, states: number, out: number): void;
  decode(
    width: number,
    classes: number,
    context: number,
    weights: number,
    bias: number,
    logits: number,
  ): void;
}
