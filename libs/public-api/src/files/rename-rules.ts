import { ApiException } from '@app/errors';
import { extensionOf, pathFault, siblingOf } from './file-path';

/**
 * Where a renamed file goes: same folder, same extension (ignoring case), so that what it holds stays clear.
 * @throws ApiException `invalid_request` if the extension would change or the path become too long
 */
export function renamedPath(path: string, newName: string): string {
  const extension = extensionOf(path);
  if (extensionOf(newName) !== extension) {
    throw refusal(
      extension === '' ? 'must have no extension, like the file' : `must keep the extension .${extension}`,
    );
  }
  const newPath = siblingOf(path, newName);
  const fault = pathFault(newPath);
  if (fault) throw refusal(`makes a path that breaks a rule: it ${fault}`);
  return newPath;
}

function refusal(message: string): ApiException {
  return new ApiException('invalid_request', { details: [{ field: 'new_name', message, code: 'custom' }] });
}
