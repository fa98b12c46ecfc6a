// POST /oauth/token: what a client gets for its secret, and what it may do with it.
import { describe, expect, it } from 'vitest';
import type { Gateway } from './gateway.ts';

export function tokens(gateway: Gateway): void {
  const { bare } = gateway;
  describe('tokens', () => {
    const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const token = (form: string, headers: Record<string, string> = {}) =>
      bare('/oauth/token', { method: 'POST', headers: { ...FORM, ...headers }, body: form });
    const own = () => {
      const [client, secret] = gateway.installation.apiKey.split('.');
      return `client_id=${client}&client_secret=${secret}`;
    };

    it('are given for a client and its secret, and open the door', async () => {
      const response = await token(`grant_type=client_credentials&${own()}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('Cache-Control')).toBe('no-store');
      const { access_token, token_type, expires_in, scope } = await response.json();
      expect([token_type, expires_in, scope]).toEqual(['Bearer', 3_600, 'read predict ingest admin']);
      const models = await bare('/v1/models', { headers: { Authorization: `Bearer ${access_token}` } });
      expect(models.status).toBe(200);
    });

    it('take Basic too, and no more scopes than were asked for', async () => {
      const basic = btoa(gateway.installation.apiKey.replace('.', ':'));
      const response = await token('grant_type=client_credentials&scope=predict', { Authorization: `Basic ${basic}` });
      const { access_token, scope } = await response.json();
      expect(scope).toBe('predict');
      const forbidden = await bare('/v1/models', { headers: { Authorization: `Bearer ${access_token}` } });
      expect([forbidden.status, (await forbidden.json()).detail]).toEqual([
        403,
        'This needs the scope read; the client has predict.',
      ]);
    });

    it.each([
      ['', 400, 'invalid_request'],
      ['grant_type=password', 400, 'unsupported_grant_type'],
      ['grant_type=client_credentials', 401, 'invalid_client'],
      ['grant_type=client_credentials&client_id=tests&client_secret=guess', 401, 'invalid_client'],
      ['grant_type=client_credentials&client_id=nobody&client_secret=guess', 401, 'invalid_client'],
      ['grant_type=client_credentials&client_id=%00&client_secret=guess', 401, 'invalid_client'],
      ['grant_type=client_credentials&grant_type=client_credentials', 400, 'invalid_request'],
      ['grant_type=client_credentials&username=x', 400, 'invalid_request'],
    ])('answer %o as RFC 6749 has it', async (form, status, error) => {
      const response = await token(form);
      expect([response.status, (await response.json()).error]).toEqual([status, error]);
    });

    it('refuse a scope that is none', async () => {
      const response = await token(`grant_type=client_credentials&scope=read%20root&${own()}`);
      expect([response.status, (await response.json()).error]).toEqual([400, 'invalid_scope']);
    });

    it('are not asked for with a form of a mile', async () => {
      expect((await token(`grant_type=${'x'.repeat(10_000)}`)).status).toBe(413);
    });
  });
}
