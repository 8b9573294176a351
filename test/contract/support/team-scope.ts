import ts from 'typescript';

/**
 * Methods of the classes in a file that could forget the team: their first parameter is not `teamId: TeamId`.
 * A class that knows no team says so, with its reason, in a `@global` tag.
 *
 * @returns `Class.method`, and what is wrong
 */
export function unscopedMethods(fileName: string, text: string): string[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node)) faults.push(...faultsOf(node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

function faultsOf(node: ts.ClassDeclaration, source: ts.SourceFile): string[] {
  const name = node.name?.text ?? 'a class without a name';
  const tag = ts.getJSDocTags(node).find((candidate) => candidate.tagName.text === 'global');
  if (tag) {
    const reason = ts.getTextOfJSDocComment(tag.comment) ?? '';
    return reason.trim().length > 20 ? [] : [`${name}: @global needs a reason`];
  }
  return node.members.filter(isReachable).flatMap((member) => {
    const parameter = member.parameters[0];
    const isScoped =
      parameter?.name.getText(source) === 'teamId' &&
      parameter.type?.getText(source) === 'TeamId' &&
      !parameter.questionToken &&
      !parameter.initializer;
    return isScoped
      ? []
      : [`${name}.${member.name.getText(source)}: the first parameter must be teamId: TeamId`];
  });
}

type Callable = ts.MethodDeclaration & { readonly name: ts.PropertyName };

/** What a service can call. Private helpers are reached through these only. */
function isReachable(member: ts.ClassElement): member is Callable {
  const isHidden = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private;
  return ts.isMethodDeclaration(member) && !isHidden && !ts.isPrivateIdentifier(member.name);
}
