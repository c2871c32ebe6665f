// A registry by many models, with names that are more than text elsewhere, longer than any column, or of other scripts.
const long = 'W'.repeat(300);
const names = [
  '<script>window.__ran = 1</script>',
  `model ${long}`,
  'A name of three hundred characters that nobody cut, '.repeat(6).trim(),
  '=HYPERLINK("https://evil.example.com/")',
  'דגם \u202Eevil\u202C 7B',
  '推論模型、七十億',
  ...Array.from({ length: 14 }, (_, number) => `Model-${number + 1}B`),
];
const list = (all: readonly string[]) => JSON.stringify(all);

/** Three findings on twenty models; the third names none. */
export const manyModels = `
findings:
  - id: first
    title: ${JSON.stringify(long)}
    lifecycle: done
    baseline: a baseline
    win: 1.5x
    hardware: GB300 (TP=4)
    deploy_readiness: research
    next_lever: ${JSON.stringify(long)}
    validated_on: ${list(names.slice(0, 9))}
    candidate_on: ${list(names.slice(9))}
  - id: second
    title: Several lists at once
    lifecycle: not_done
    baseline: another baseline
    win: none
    hardware: B200 (TP=8)
    deploy_readiness: research
    next_lever: "frontier-exhausted: three trials"
    validated_on: [model-1b, " Model-2B "]
    candidate_on: [MODEL-1B, Model-2B, Model-3B]
    refuted_on: [Model-1B]
  - id: third
    title: Names no model
    lifecycle: done
    baseline: a baseline
    win: none
    hardware: H100
    deploy_readiness: research
    next_lever: something
`;
