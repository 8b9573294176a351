import { randomBytes } from 'node:crypto';
import type { Request } from 'express';
import type { Config } from '@app/config';
import { SecretBox } from '@app/secrets';
import { SessionCookie } from './session-cookie';

const [newKey, oldKey] = [randomBytes(32), randomBytes(32)];
const cookieOf = (publicUrl: string, keys = [newKey]) =>
  new SessionCookie({ publicUrl } as Config, new SecretBox(keys), randomBytes);
const sending = (cookie: string) => ({ headers: { cookie } }) as Request;
const valueOf = (setCookie: string): string => setCookie.split(';')[0] ?? '';

const EXPIRES = new Date('2030-01-02T03:04:05Z');

describe('SessionCookie', () => {
  const cookie = cookieOf('https://duvo.test');
  const id = cookie.newId();

  it('A57: is __Host-, Secure, HttpOnly, SameSite=Lax, for the whole host, signed', () => {
    const [value, ...attributes] = cookie.set(id, EXPIRES).split('; ');
    expect(value).toMatch(/^__Host-duvo_session=[\w-]{43}\.[\w-]{43}$/);
    expect(attributes).toEqual([
      'Path=/',
      'HttpOnly',
      'SameSite=Lax',
      'Secure',
      'Expires=Wed, 02 Jan 2030 03:04:05 GMT',
    ]);
    expect(cookie.clear()).toBe('__Host-duvo_session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0');
  });

  it('A57: has neither prefix nor Secure over http, which is for loopback alone', () => {
    const [value, ...attributes] = cookieOf('http://127.0.0.1:3000').set(id, EXPIRES).split('; ');
    expect(value).toMatch(/^duvo_session=/);
    expect(attributes.slice(0, -1)).toEqual(['Path=/', 'HttpOnly', 'SameSite=Lax']);
  });

  it('is read wherever it stands among other cookies', () => {
    const value = valueOf(cookie.set(id, EXPIRES));
    expect(cookie.read(sending(`a=b; ${value};c`))).toBe(id);
  });

  it('A57: is nothing with a signature that is not ours', () => {
    const value = valueOf(cookie.set(id, EXPIRES));
    const forged = valueOf(cookieOf('https://duvo.test', [oldKey]).set(id, EXPIRES));
    const other = value.replace(id, cookie.newId());
    for (const bad of [forged, other, value.slice(0, -1), `${value}x`, `__Host-duvo_session=${id}`]) {
      expect(cookie.read(sending(bad))).toBeUndefined();
    }
  });

  it('is nothing under another name, and where there is none', () => {
    const value = valueOf(cookie.set(id, EXPIRES));
    expect(cookie.read(sending(value.replace('__Host-', '')))).toBeUndefined();
    expect(cookie.read({ headers: {} } as Request)).toBeUndefined();
  });

  it('stays good while the encryption key is rotated, and no longer', () => {
    const value = valueOf(cookieOf('https://duvo.test', [oldKey]).set(id, EXPIRES));
    expect(cookieOf('https://duvo.test', [newKey, oldKey]).read(sending(value))).toBe(id);
    expect(cookieOf('https://duvo.test', [newKey]).read(sending(value))).toBeUndefined();
  });
});
