import { DockerfileParser } from 'dockerfile-ast';
import type { Instruction, ModifiableInstruction } from 'dockerfile-ast';
import { textOf } from './repository';

export interface Step {
  readonly keyword: string;
  /** Flags such as `from` of `COPY --from=build`. */
  readonly flags: Readonly<Record<string, string>>;
  /** What follows keyword and flags, variables unresolved. */
  readonly words: readonly string[];
  /** The same as written, continued lines joined. */
  readonly text: string;
}

export interface Stage {
  readonly name: string;
  /** A base image, variables resolved, or the name of an earlier stage. */
  readonly from: string;
  readonly steps: readonly Step[];
}

/** @returns the stages of the Dockerfile in their order; the last is the image */
export function readDockerfile(): Stage[] {
  const stages: { name: string; from: string; steps: Step[] }[] = [];
  const defaults = new Map<string, string>();
  for (const instruction of DockerfileParser.parse(textOf('Dockerfile')).getInstructions()) {
    const step = toStep(instruction);
    const stage = stages.at(-1);
    if (step.keyword === 'FROM') {
      const [from = '', , name = ''] = step.words;
      stages.push({
        name,
        from: from.replace(/^\$\{(\w+)\}$/, (_, arg: string) => defaults.get(arg) ?? ''),
        steps: [],
      });
    } else if (stage) {
      stage.steps.push(step);
    } else {
      const [arg = '', value = ''] = (step.words[0] ?? '').split('=');
      defaults.set(arg, value);
    }
  }
  return stages;
}

function toStep(instruction: Instruction): Step {
  // Flags are not among the arguments.
  const text = (instruction.getRawArgumentsContent() ?? '').replace(/\\\n/g, ' ').replace(/\s+/g, ' ');
  const flags = 'getFlags' in instruction ? (instruction as ModifiableInstruction).getFlags() : [];
  return {
    keyword: instruction.getKeyword(),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
    words: text.split(' ').filter(Boolean),
    text,
  };
}
