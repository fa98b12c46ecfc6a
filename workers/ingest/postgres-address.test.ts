import { expect, it } from 'vitest';
import { isLoopback, postgresAddress } from './postgres-address.ts';

it('reads who, where and what', () => {
  const url = 'postgres://reader:p%40ss%2Fword@db.example.org:6543/energitech?sslmode=require&channel_binding=require';
  expect(postgresAddress(url)).toEqual({
    host: 'db.example.org',
    port: 6543,
    database: 'energitech',
    username: 'reader',
    password: 'p@ss/word',
    tls: true,
  });
});

it.each([
  ['postgres://a:b@db.example.org/x?sslmode=verify-full', true],
  ['postgresql://a:b@db.example.org/x?ssl=true', true],
  ['postgres://a:b@10.0.0.1/x?sslmode=disable', false],
  ['postgres://a:b@127.0.0.1:5433/x', false],
  ['postgres://a:b@db.example.org/x', true],
])('encrypts as the URL says: %s', (url, tls) => {
  expect(postgresAddress(url)).toMatchObject({ tls });
});

it('knows this machine by any of its names', () => {
  const hosts = ['127.0.0.1', 'localhost', '[::1]', 'db.example.org'];
  const loopback = hosts.map((host) => {
    const address = postgresAddress(`postgres://a:b@${host}/x?sslmode=disable`);
    return typeof address !== 'string' && isLoopback(address);
  });
  expect(loopback).toEqual([true, true, true, false]);
});

it.each([
  ['text', 'hunter2', 'is no URL of a Postgres'],
  ['another database', 'mysql://a:hunter2@db.example.org/x', 'is no URL of a Postgres'],
  ['no database', 'postgres://a:hunter2@db.example.org', 'names no host, user or database'],
  ['no user', 'postgres://db.example.org/x', 'names no host, user or database'],
  ['a password that is no text', 'postgres://a:hunter2%zz@db.example.org/x', 'names no host, user or database'],
  ['encryption if you like', 'postgres://a:hunter2@db.example.org/x?sslmode=prefer', 'sslmode is prefer'],
])('refuses %s, and keeps the password to itself', (_, url, why) => {
  const refusal = postgresAddress(url);
  expect(refusal).toContain(why);
  expect(refusal).not.toContain('hunter2');
});
