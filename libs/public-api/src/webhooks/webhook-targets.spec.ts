import { ApiException } from '@app/errors';
import { HostResolver } from './host-resolver';
import { TargetCheck } from './target-check';
import { WebhookTargets } from './webhook-targets.service';

class Resolver extends HostResolver {
  addressesOf(name: string): Promise<string[]> {
    if (name === 'broken.example') return Promise.reject(new Error('not a matter of the URL'));
    return Promise.resolve(name === 'example.com' ? ['93.184.215.14'] : ['10.0.0.1']);
  }
}

const targets = new WebhookTargets(new TargetCheck(new Resolver(), false));

describe('WebhookTargets', () => {
  it('lets a public target pass', async () => {
    await expect(targets.requireAllowed('https://example.com/hooks')).resolves.toBeUndefined();
  });

  it('refuses any other with the field and what it must be', async () => {
    const error = await targets.requireAllowed('https://inner.example/').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiException);
    expect((error as ApiException).getStatus()).toBe(400);
    expect((error as ApiException).toBody('r')).toEqual({
      error: 'webhook_url_not_allowed',
      message:
        'The webhook URL must lead to a host that the public DNS knows, and to public addresses alone.',
      request_id: 'r',
      details: [
        {
          field: 'webhook_url',
          message: 'must lead to a host that the public DNS knows, and to public addresses alone',
          code: 'webhook_url_not_allowed',
        },
      ],
    });
  });

  it('does not blame the URL for a fault of ours', async () => {
    await expect(targets.requireAllowed('https://broken.example/')).rejects.toThrow(
      'not a matter of the URL',
    );
  });
});
